import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, completePolicy, defaultRetryPolicy, type RetryPolicy, type RetryWish } from './retry-policy.ts';

const seconds = fc.oneof(fc.nat({ max: 31_536_000 }), fc.double({ min: 0, max: 31_536_000, noNaN: true }));
const rest = {
  jitter: fc.constantFrom('none', 'full', 'equal'),
  retryOn: fc.constant([]),
  giveUpOn: fc.constant([]),
} as const;
const growing = fc.record({
  backoff: fc.constantFrom('fixed', 'linear', 'exponential'),
  delaySeconds: seconds,
  maxDelaySeconds: seconds,
  ...rest,
});
const listed = fc.record({
  backoff: fc.constant('listed'),
  delaysSeconds: fc.array(seconds, { minLength: 1, maxLength: 100 }),
  ...rest,
});
const policies = fc.oneof(growing, listed) satisfies fc.Arbitrary<RetryPolicy>;
const longest = (policy: RetryPolicy): number =>
  policy.backoff === 'listed' ? Math.max(...policy.delaysSeconds) : policy.maxDelaySeconds;
const failures = fc.nat({ max: 40_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const fixed = {
  ...defaultRetryPolicy,
  backoff: 'fixed',
  delaySeconds: 3,
  maxDelaySeconds: 10,
  jitter: 'none',
} as const;

describe('backoffMs', () => {
  it('is a whole number of milliseconds from 0 to the longest delay, for every policy', () => {
    fc.assert(
      fc.property(policies, failures, random, (policy, count, drawn) => {
        const delay = backoffMs(policy, count, drawn);
        expect(Number.isSafeInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.round(longest(policy) * 1000));
      }),
    );
  });

  it('never gets shorter with another failure, for every policy that grows and the same draw', () => {
    fc.assert(
      fc.property(growing, failures, random, (policy, count, drawn) => {
        expect(backoffMs(policy, count + 1, drawn)).toBeGreaterThanOrEqual(backoffMs(policy, count, drawn));
      }),
    );
  });

  it('never gets shorter with a larger draw', () => {
    fc.assert(
      fc.property(policies, failures, random, random, (policy, count, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(backoffMs(policy, count, low)).toBeLessThanOrEqual(backoffMs(policy, count, high));
      }),
    );
  });

  it('draws from nothing to the whole delay with full jitter, from its half with equal, not at all with none', () => {
    fc.assert(
      fc.property(policies, failures, random, (policy, count, drawn) => {
        const whole = backoffMs({ ...policy, jitter: 'none' }, count, drawn);
        expect(backoffMs({ ...policy, jitter: 'none' }, count, 0)).toBe(whole);
        expect(backoffMs({ ...policy, jitter: 'full' }, count, 0)).toBe(0);
        expect(backoffMs({ ...policy, jitter: 'equal' }, count, 0)).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(backoffMs({ ...policy, jitter: 'equal' }, count, drawn)).toBeLessThanOrEqual(whole);
      }),
    );
  });

  it.each<['fixed' | 'linear' | 'exponential', number[]]>([
    ['fixed', [3000, 3000, 3000, 3000]],
    ['linear', [3000, 6000, 9000, 10_000]],
    ['exponential', [3000, 6000, 10_000, 10_000]],
  ])('grows as its name says: %s', (backoff, delays) => {
    expect([1, 2, 3, 4].map((count) => backoffMs({ ...fixed, backoff }, count, 0.5))).toEqual(delays);
  });

  it('waits 1 to 2 seconds after the first failure, and 5 to 10 minutes at most, where nobody says otherwise', () => {
    expect([0, 1].map((drawn) => backoffMs(defaultRetryPolicy, 1, drawn))).toEqual([1000, 2000]);
    expect([0, 1].map((drawn) => backoffMs(defaultRetryPolicy, 1000, drawn))).toEqual([300_000, 600_000]);
  });

  it('waits the n-th of listed delays after the n-th failure, and the last one ever after', () => {
    fc.assert(
      fc.property(listed, failures, random, ({ delaysSeconds, ...policy }, count, drawn) => {
        const place = Math.min(Math.max(count, 1), delaysSeconds.length);
        const delay = backoffMs({ ...policy, delaysSeconds, jitter: 'none' }, count, drawn);
        expect(delay).toBe(Math.round((delaysSeconds[place - 1] ?? NaN) * 1000));
      }),
    );
  });
});

describe('completePolicy', () => {
  it('takes what is said and the defaults for what is not', () => {
    expect(completePolicy({})).toEqual(defaultRetryPolicy);
    const said: RetryWish = {
      backoff: 'linear',
      delaySeconds: 0,
      maxDelaySeconds: 0,
      jitter: 'full',
      retryOn: ['shop.Busy'],
      giveUpOn: ['shop.Refused'],
    };
    expect(completePolicy(said)).toEqual(said);
  });

  it('means listed delays as they are written: neither jitter nor another cap', () => {
    const policy = completePolicy({ backoff: 'listed', delaysSeconds: [1, 10, 3600] });
    expect(policy).toEqual({
      backoff: 'listed',
      delaysSeconds: [1, 10, 3600],
      jitter: 'none',
      retryOn: [],
      giveUpOn: [],
    });
    expect([1, 2, 3, 4].map((count) => backoffMs(policy, count, 0.3))).toEqual([1000, 10_000, 3_600_000, 3_600_000]);
    expect(completePolicy({ backoff: 'listed', delaysSeconds: [1], jitter: 'full' }).jitter).toBe('full');
  });
});

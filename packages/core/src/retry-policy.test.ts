import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts';

const seconds = fc.oneof(fc.nat({ max: 31_536_000 }), fc.double({ min: 0, max: 31_536_000, noNaN: true }));
const policies = fc.record({
  backoff: fc.constantFrom('fixed', 'linear', 'exponential'),
  delaySeconds: seconds,
  maxDelaySeconds: seconds,
  jitter: fc.constantFrom('none', 'full', 'equal'),
}) satisfies fc.Arbitrary<RetryPolicy>;
const failures = fc.nat({ max: 40_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const fixed: RetryPolicy = { backoff: 'fixed', delaySeconds: 3, maxDelaySeconds: 10, jitter: 'none' };

describe('backoffMs', () => {
  it('is a whole number of milliseconds from 0 to the longest delay, for every policy', () => {
    fc.assert(
      fc.property(policies, failures, random, (policy, count, drawn) => {
        const delay = backoffMs(policy, count, drawn);
        expect(Number.isSafeInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.round(policy.maxDelaySeconds * 1000));
      }),
    );
  });

  it('never gets shorter with another failure, for every policy and the same draw', () => {
    fc.assert(
      fc.property(policies, failures, random, (policy, count, drawn) => {
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

  it.each<[RetryPolicy['backoff'], number[]]>([
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
});

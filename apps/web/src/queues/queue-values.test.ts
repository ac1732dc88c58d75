import { emptyQueue, type QueueSettings } from '@raydeck/services/queue-settings';
import { describe, expect, it } from 'vitest';
import { changeOf, fieldOf, readValues, valuesOf } from './queue-values.ts';

const all: QueueSettings = {
  concurrencyLimit: 4,
  keyLimit: 1,
  rate: { tasks: 100, seconds: 0.5 },
  maxPending: 10,
  runner: 'local',
  allowedRunners: ['local', 'ray_job'],
  profile: 'code',
  allowedProfiles: ['*'],
  maxAttempts: 7,
  timeoutSeconds: 60,
  retryPolicy: { backoff: 'fixed', delaySeconds: 1.5, jitter: 'none' },
  allowedCallables: ['shop.tasks'],
  plainCallables: true,
  retention: { succeededDays: 0.5, canceledDays: 'forever' },
};

const listed: QueueSettings = {
  ...emptyQueue,
  retryPolicy: {
    backoff: 'listed',
    delaysSeconds: [1, 10.5, 60],
    retryOn: ['builtins.OSError'],
    giveUpOn: ['shop.Refused', 'TimedOut'],
  },
};

describe('the form of a queue', () => {
  it.each([emptyQueue, all, listed])('says what the queue said', (settings) => {
    expect(readValues(valuesOf('mail', settings))).toEqual({ settings });
  });

  it.each([
    [{ name: 'a b' }, 'name'],
    [{ concurrencyLimit: 0 }, 'concurrencyLimit'],
    [{ keyLimit: '1.5' }, 'keyLimit'],
    [{ rateTasks: 5 }, 'rateSeconds'],
    [{ rateSeconds: 5 }, 'rateTasks'],
    [{ allowedRunners: ['local'] }, 'runner'],
    [{ allowedProfiles: ['*', 'a b'] }, 'allowedProfiles'],
    [{ backoff: 'fixed', delaySeconds: -1 }, 'delaySeconds'],
    [{ backoff: 'listed' }, 'delaysSeconds'],
    [{ backoff: 'listed', delaysSeconds: ['1', 'soon'] }, 'delaysSeconds'],
    [{ backoff: 'fixed', retryOn: ['no class'] }, 'retryOn'],
    [{ backoff: 'fixed', giveUpOn: ['shop.'] }, 'giveUpOn'],
    [{ allowedCallables: ['shop', '1x'] }, 'allowedCallables'],
    [{ succeededDays: 'soon' }, 'succeededDays'],
    [{ failedDays: '0' }, 'failedDays'],
  ])('puts the problem of %j beside %s', (change, field) => {
    const { problems } = readValues({ ...valuesOf('mail', emptyQueue), ...change });
    expect(Object.keys(problems ?? {})).toEqual([field]);
    expect(problems?.[field]).toMatch(/^[A-Z].*\.$/);
  });

  it('forgets the delays of another kind of backoff', () => {
    const typed = { ...valuesOf('mail', emptyQueue), delaySeconds: 5, delaysSeconds: ['1'] };
    const policyOf = (backoff: string) => readValues({ ...typed, backoff }).settings?.retryPolicy;
    expect(policyOf('listed')).toEqual({ backoff: 'listed', delaysSeconds: [1] });
    expect(policyOf('fixed')).toEqual({ backoff: 'fixed', delaySeconds: 5 });
  });

  it('sends what was changed and nothing else', () => {
    expect(changeOf(all, { ...all, keyLimit: null, rate: { tasks: 1, seconds: 1 } })).toEqual({
      keyLimit: null,
      rate: { tasks: 1, seconds: 1 },
    });
    expect(changeOf(all, structuredClone(all))).toEqual({});
  });

  it.each([
    ['settings.rate.seconds', 'rateSeconds'],
    ['change.retryPolicy.jitter', 'jitter'],
    ['allowedCallables[3]', 'allowedCallables'],
    ['profile', 'profile'],
    ['change.retention.failedDays', 'failedDays'],
  ])('finds the field of the server’s %s', (path, field) => expect(fieldOf(path)).toBe(field));
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Defaults, effectiveSettings, type Wishes } from './effective.ts';
import { defaultRetryPolicy } from './retry-policy.ts';
import { runnerNames } from './runner.ts';

const silent: Wishes = { runner: null, maxAttempts: null, timeoutSeconds: null, retryPolicy: null, profile: null };
const defaults: Defaults = { runner: 'ray_job', maxAttempts: 3 };

const wishes = fc.record<Wishes>({
  runner: fc.option(fc.constantFrom(...runnerNames)),
  maxAttempts: fc.option(fc.integer({ min: 1, max: 100 })),
  timeoutSeconds: fc.option(fc.integer({ min: 1 })),
  retryPolicy: fc.option(fc.constant({ delaySeconds: 7 })),
  profile: fc.option(fc.string()),
});

const originOf = (task: unknown, queue: unknown): string => {
  if (task !== null) return 'task';
  return queue === null ? 'setting' : 'queue';
};

describe('effectiveSettings', () => {
  it('takes each setting from the task, else from the queue, else from the installation', () => {
    fc.assert(
      fc.property(wishes, wishes, (task, queue) => {
        const effective = effectiveSettings(task, queue, defaults);
        for (const name of ['runner', 'maxAttempts', 'timeoutSeconds', 'profile'] as const) {
          const { value, origin } = effective[name];
          const wished = task[name] ?? queue[name] ?? value;
          expect([name, value, origin]).toEqual([name, wished, originOf(task[name], queue[name])]);
        }
        expect(effective.retryPolicy.origin).toBe(originOf(task.retryPolicy, queue.retryPolicy));
      }),
    );
  });

  it('has neither timeout nor profile where nobody says so', () => {
    expect(effectiveSettings(silent, silent, defaults)).toEqual({
      runner: { value: 'ray_job', origin: 'setting' },
      maxAttempts: { value: 3, origin: 'setting' },
      timeoutSeconds: { value: null, origin: 'setting' },
      retryPolicy: { value: defaultRetryPolicy, origin: 'setting' },
      profile: { value: null, origin: 'setting' },
    });
  });

  it('fills what a retry policy leaves out with the defaults, and mixes no two policies', () => {
    const task: Wishes = { ...silent, retryPolicy: { backoff: 'fixed' } };
    const queue: Wishes = { ...silent, retryPolicy: { backoff: 'linear', delaySeconds: 99 } };
    expect(effectiveSettings(task, queue, defaults).retryPolicy).toEqual({
      value: { ...defaultRetryPolicy, backoff: 'fixed' },
      origin: 'task',
    });
  });
});

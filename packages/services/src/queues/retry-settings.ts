import { longestDelaySeconds } from '@raydeck/core';
import { z } from 'zod';
import { between, oneOf } from './setting-rules.ts';

// No import of the database here: the console's form checks by this schema in the browser.

const delay = between(0, longestDelaySeconds);

const classPaths = z
  .array(
    z
      .string()
      .max(255)
      .regex(
        /^[A-Za-z_][A-Za-z0-9_]*([.]([A-Za-z_][A-Za-z0-9_]*|<locals>))*$/,
        'must be the path of a class such as "builtins.OSError"',
      ),
  )
  .max(50);

/** Which failures are retried and how long a task waits before its next attempt, as the door takes it. */
export const RetrySettings = z
  .strictObject({
    backoff: oneOf(['fixed', 'linear', 'exponential', 'listed']),
    delaySeconds: delay.exactOptional(),
    maxDelaySeconds: delay.exactOptional(),
    delaysSeconds: z
      .array(delay)
      .min(1)
      .max(100)
      .exactOptional()
      .meta({ description: 'With `listed`: the n-th failure waits the n-th delay, the last one repeats.' }),
    jitter: oneOf(['none', 'full', 'equal']).exactOptional(),
    retryOn: classPaths
      .exactOptional()
      .meta({ description: 'Only failures of these classes and of what is derived from them. Empty: all.' }),
    giveUpOn: classPaths.exactOptional().meta({ description: 'Failures of these are not retried. Outweighs retryOn.' }),
  })
  .check(({ value, issues }) => {
    for (const [field, message] of misplaced(value)) {
      issues.push({ code: 'custom', input: value, path: [field], message });
    }
  })
  .meta({ id: 'RetryPolicy' });

/** A list has its delays in it: first and longest delay would mean nothing beside it, nor it beside them. */
function misplaced(policy: { backoff: string; [field: string]: unknown }): [field: string, problem: string][] {
  const has = (field: string): boolean => policy[field] !== undefined;
  if (policy.backoff !== 'listed') return has('delaysSeconds') ? [['delaysSeconds', 'goes with listed']] : [];
  const strangers = ['delaySeconds', 'maxDelaySeconds'].filter(has);
  const problems = strangers.map((field): [string, string] => [field, 'does not go with listed']);
  return has('delaysSeconds') ? problems : [['delaysSeconds', 'is required with listed'], ...problems];
}

import type { Ending } from './outcome.ts';
import { backoffMs, lossLimit, type RetryPolicy } from './retry-policy.ts';

/** What the decision needs to know of the task, counters without the attempt that just ended. */
export interface TaskBudget {
  failures: number;
  losses: number;
  maxAttempts: number;
  retryPolicy: RetryPolicy;
}

/** What becomes of the task: final in the attempt's state, or QUEUED again after a delay. */
export type NextStep =
  | { move: 'end'; state: 'SUCCEEDED' | 'FAILED' | 'CANCELED'; reason: string }
  | { move: 'retry'; delayMs: number; reason: string };

/**
 * Decides after an attempt ended. A cancel that was requested meanwhile is not known here: the statement that applies
 * the decision turns a retry into CANCELED under the task's lock.
 */
export function nextStep(ending: Ending, task: TaskBudget, random: number): NextStep {
  if (ending.state === 'SUCCEEDED') return { move: 'end', state: 'SUCCEEDED', reason: 'succeeded' };
  if (ending.state === 'CANCELED') return { move: 'end', state: 'CANCELED', reason: 'canceled' };
  if (!ending.retryable)
    return { move: 'end', state: 'FAILED', reason: `${ending.error?.class ?? ending.state} is not retried` };
  if (ending.budget === 'none')
    return { move: 'retry', delayMs: backoffMs(task.retryPolicy, 1, random), reason: 'it never started' };
  if (ending.budget === 'loss') return afterLoss(task, random);
  return afterFailure(task, random);
}

function afterFailure(task: TaskBudget, random: number): NextStep {
  const failures = task.failures + 1;
  if (failures >= task.maxAttempts)
    return { move: 'end', state: 'FAILED', reason: `failure ${failures} of ${task.maxAttempts}` };
  return {
    move: 'retry',
    delayMs: backoffMs(task.retryPolicy, failures, random),
    reason: `failure ${failures} of ${task.maxAttempts}`,
  };
}

function afterLoss(task: TaskBudget, random: number): NextStep {
  const losses = task.losses + 1;
  if (losses >= lossLimit) return { move: 'end', state: 'FAILED', reason: `loss ${losses} of ${lossLimit}` };
  return {
    move: 'retry',
    delayMs: backoffMs(task.retryPolicy, losses, random),
    reason: `loss ${losses} of ${lossLimit}`,
  };
}

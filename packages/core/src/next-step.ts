import type { AttemptError, Ending } from './outcome.ts';
import { backoffMs, lossLimit, type RetryPolicy, snoozeLimit } from './retry-policy.ts';

/** What the decision needs to know of the task, counters without the attempt that just ended. */
export interface TaskBudget {
  failures: number;
  losses: number;
  snoozes: number;
  maxAttempts: number;
  retryPolicy: RetryPolicy;
}

/** What becomes of the task: final in the attempt's state, given up before its attempts are used up, or QUEUED again after a delay. */
export type NextStep =
  | { move: 'end'; state: 'SUCCEEDED' | 'FAILED' | 'CANCELED'; reason: string }
  | { move: 'give_up'; state: 'FAILED'; reason: string }
  | { move: 'retry' | 'snooze'; delayMs: number; reason: string };

/**
 * Decides after an attempt ended. A cancel that was requested meanwhile is not known here: the statement that applies
 * the decision turns a retry into CANCELED under the task's lock.
 */
export function nextStep(ending: Ending, task: TaskBudget, random: number): NextStep {
  if (ending.state === 'SUCCEEDED') return { move: 'end', state: 'SUCCEEDED', reason: 'succeeded' };
  if (ending.ask?.kind === 'snooze' && ending.budget === 'snooze') return afterSnooze(ending.ask.afterSeconds, task);
  if (ending.state === 'CANCELED') return { move: 'end', state: 'CANCELED', reason: 'canceled' };
  if (ending.ask?.kind === 'give_up') return { move: 'give_up', state: 'FAILED', reason: 'it gave up' };
  if (!ending.retryable)
    return { move: 'end', state: 'FAILED', reason: `${ending.error?.class ?? ending.state} is not retried` };
  if (ending.budget === 'loss') return afterLoss(task, random);
  if (ending.budget === 'failure') return afterFailure(ending, task, random);
  if (ending.waitSeconds !== undefined)
    return { move: 'retry', delayMs: 1000 * ending.waitSeconds, reason: 'it waits' };
  return { move: 'retry', delayMs: backoffMs(task.retryPolicy, 1, random), reason: 'it never started' };
}

function afterSnooze(afterSeconds: number, task: TaskBudget): NextStep {
  const reason = `snooze ${task.snoozes + 1} of ${snoozeLimit}`;
  return { move: 'snooze', delayMs: Math.round(1000 * afterSeconds), reason };
}

function afterFailure({ ask, error }: Ending, task: TaskBudget, random: number): NextStep {
  const failures = task.failures + 1;
  const reason = `failure ${failures} of ${task.maxAttempts}`;
  if (failures >= task.maxAttempts) return { move: 'end', state: 'FAILED', reason };
  if (ask?.kind === 'retry') {
    const asked = ask.afterSeconds;
    const delayMs = asked === null ? backoffMs(task.retryPolicy, failures, random) : Math.round(1000 * asked);
    return { move: 'retry', delayMs, reason: `${reason}, it asked for a retry` };
  }
  const whyNot = whyGivenUp(error, task.retryPolicy);
  if (whyNot !== null) return { move: 'give_up', state: 'FAILED', reason: whyNot };
  return { move: 'retry', delayMs: backoffMs(task.retryPolicy, failures, random), reason };
}

/** What of the policy's lists ends a task that failed with this error; null when it is retried. */
function whyGivenUp(error: AttemptError | null, { retryOn, giveUpOn }: RetryPolicy): string | null {
  const paths = new Set([...(error?.classPaths ?? []), ...(error ? [error.class] : [])]);
  const named = giveUpOn.find((path) => paths.has(path));
  if (named !== undefined) return `giveUpOn has ${named}`;
  if (retryOn.length === 0 || retryOn.some((path) => paths.has(path))) return null;
  return 'retryOn does not have it';
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

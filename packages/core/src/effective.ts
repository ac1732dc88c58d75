import { completePolicy, type RetryPolicy, type RetryWish } from './retry-policy.ts';
import type { RunnerName } from './runner.ts';

/** Where a setting comes from; the first that says something wins. */
export type Origin = 'task' | 'queue' | 'setting';

/** What a task and its queue may say; null leaves it to the next. */
export interface Wishes {
  runner: RunnerName | null;
  maxAttempts: number | null;
  timeoutSeconds: number | null;
  retryPolicy: RetryWish | null;
  profile: string | null;
}

/** The installation's own defaults. */
export interface Defaults {
  runner: RunnerName;
  maxAttempts: number;
}

export interface Effective {
  runner: { value: RunnerName; origin: Origin };
  maxAttempts: { value: number; origin: Origin };
  /** Null: no timeout. */
  timeoutSeconds: { value: number | null; origin: Origin };
  retryPolicy: { value: RetryPolicy; origin: Origin };
  /** Null: code that is already where the task runs. */
  profile: { value: string | null; origin: Origin };
}

/** The settings that count for a task, each with where it comes from. A partial retry policy is filled with the defaults. */
export function effectiveSettings(task: Wishes, queue: Wishes, defaults: Defaults): Effective {
  const retry = pick<RetryWish>(task.retryPolicy, queue.retryPolicy, {});
  return {
    runner: pick(task.runner, queue.runner, defaults.runner),
    maxAttempts: pick(task.maxAttempts, queue.maxAttempts, defaults.maxAttempts),
    timeoutSeconds: pick<number | null>(task.timeoutSeconds, queue.timeoutSeconds, null),
    retryPolicy: { value: completePolicy(retry.value), origin: retry.origin },
    profile: pick<string | null>(task.profile, queue.profile, null),
  };
}

function pick<T>(task: T | null, queue: T | null, setting: T): { value: T; origin: Origin } {
  if (task !== null) return { value: task, origin: 'task' };
  if (queue !== null) return { value: queue, origin: 'queue' };
  return { value: setting, origin: 'setting' };
}

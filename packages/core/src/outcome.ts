import type { FinalAttemptState } from './attempt-state.ts';

/** Why an attempt ended otherwise than well. `class` is `module.qualname`, or one of our own names without a module. */
export interface AttemptError {
  class: string;
  message: string;
  traceback: string | null;
  /** The class and its bases, nearest first, as far as the execution side told them; without them the class alone. */
  classPaths?: readonly string[];
}

/** What user code asked for by the exception that ended it. A retry without `afterSeconds` waits as its policy says. */
export type Ask =
  { kind: 'retry'; afterSeconds: number | null } | { kind: 'snooze'; afterSeconds: number } | { kind: 'give_up' };

const snoozed = 'Snoozed';

/** What an attempt that snoozed says of its end: it is CANCELED by its own wish, with this class for people and filters. */
export function snoozeError(message: string): AttemptError {
  return { class: snoozed, message, traceback: null };
}

/** Whether an attempt ended by asking for a later one. */
export function isSnoozed({ errorClass }: { errorClass: string | null }): boolean {
  return errorClass === snoozed;
}

/** Which of a task's budgets an ended attempt uses up. */
export type Budget = 'failure' | 'loss' | 'snooze' | 'none';

/**
 * How an attempt ended, whoever says so: the execution itself (an outcome) or the worker that judges it.
 * `budget` is what it costs the task; `retryable` false ends the task whatever its policy says.
 */
export interface Ending {
  state: FinalAttemptState;
  result: string | null;
  /** Where a large result stands instead; absent otherwise. */
  resultRef?: string | null;
  error: AttemptError | null;
  exitCode: number | null;
  budget: Budget;
  retryable: boolean;
  /** Outweighs the policy's delays and lists. Absent when it asked for nothing. */
  ask?: Ask;
  /** Of an attempt that never started and costs nothing: how long until it makes sense to try again. */
  waitSeconds?: number;
}

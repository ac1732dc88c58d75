import type { FinalAttemptState } from './attempt-state.ts';

/** Why an attempt ended otherwise than well. `class` is `module.qualname`, or one of our own names without a module. */
export interface AttemptError {
  class: string;
  message: string;
  traceback: string | null;
}

/** Which of a task's budgets an ended attempt uses up. */
export type Budget = 'failure' | 'loss' | 'none';

/**
 * How an attempt ended, whoever says so: the execution itself (an outcome) or the worker that judges it.
 * `budget` is what it costs the task; `retryable` false ends the task whatever its policy says.
 */
export interface Ending {
  state: FinalAttemptState;
  result: string | null;
  error: AttemptError | null;
  exitCode: number | null;
  budget: Budget;
  retryable: boolean;
}

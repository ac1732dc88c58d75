import { type Ask, type AttemptError, type Ending, snoozeError } from './outcome.ts';
import { snoozeLimit } from './retry-policy.ts';

/** Why user code ended otherwise than well, in the execution side's words. */
export type ReportedError = AttemptError & { retryable: boolean; ask?: Ask | null };

/** What the execution side reports, already parsed. */
export interface ReportedOutcome {
  state: 'SUCCEEDED' | 'FAILED' | 'CANCELED';
  result: string | null;
  /** The upload that holds a result too large for `result`. */
  resultUpload?: string | null;
  error: ReportedError | null;
}

/** What the worker knows at that moment. */
export interface ReportFacts {
  cancelRequested: boolean;
  /** The task's timeout has passed. */
  isOverdue: boolean;
  /** How often the task has snoozed before. */
  snoozes: number;
}

/**
 * How a reported outcome counts. CANCELED without a request means that the execution was ended from outside: by us when
 * its time was up, else by the cluster, which is a loss and no fault of the task. `resultRef` is where `resultUpload` stands.
 */
export function endingOfOutcome(outcome: ReportedOutcome, facts: ReportFacts, resultRef: string | null = null): Ending {
  const common = { result: null, exitCode: null };
  if (outcome.state === 'SUCCEEDED') {
    const { result } = outcome;
    const stored = resultRef === null ? {} : { resultRef };
    return { ...common, state: 'SUCCEEDED', result, ...stored, error: null, budget: 'none', retryable: false };
  }
  const error = outcome.error ?? {
    class: 'ResultMissing',
    message: 'The outcome carries no error.',
    traceback: null,
    retryable: true,
  };
  if (outcome.state === 'FAILED') return endingOfFailure(error, facts.snoozes);
  if (facts.cancelRequested) return { ...common, state: 'CANCELED', error, budget: 'none', retryable: false };
  if (facts.isOverdue) {
    const timedOut = { ...error, class: 'TimedOut', message: 'The task ran longer than its timeout.' };
    return { ...common, state: 'FAILED', error: timedOut, budget: 'failure', retryable: true };
  }
  const lost = { ...error, class: 'Lost', message: 'The execution was ended from outside.' };
  return { ...common, state: 'LOST', error: lost, budget: 'loss', retryable: true };
}

/** A snooze is no failure: its attempt ends CANCELED, by its own wish, until the task has snoozed as often as it may. */
function endingOfFailure(error: ReportedError, snoozes: number): Ending {
  const { ask } = error;
  const failed: Ending = {
    state: 'FAILED',
    result: null,
    exitCode: null,
    error,
    budget: 'failure',
    retryable: error.retryable && ask?.kind !== 'give_up',
    ...(ask && { ask }),
  };
  if (ask?.kind !== 'snooze') return failed;
  if (snoozes < snoozeLimit) {
    return { ...failed, state: 'CANCELED', error: snoozeError(error.message), budget: 'snooze', retryable: true };
  }
  const message = `The task has snoozed ${snoozeLimit} times, as often as it may.`;
  return { ...failed, error: { ...error, class: 'SnoozedTooOften', message }, retryable: false };
}

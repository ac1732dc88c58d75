import type { AttemptError, Ending } from './outcome.ts';

/** What the execution side reports, already parsed. */
export interface ReportedOutcome {
  state: 'SUCCEEDED' | 'FAILED' | 'CANCELED';
  result: string | null;
  error: (AttemptError & { retryable: boolean }) | null;
}

/** What the worker knows at that moment. */
export interface ReportFacts {
  cancelRequested: boolean;
  /** The task's timeout has passed. */
  isOverdue: boolean;
}

/**
 * How a reported outcome counts. CANCELED without a request means that the execution was ended from outside: by us when
 * its time was up, else by the cluster, which is a loss and no fault of the task.
 */
export function endingOfOutcome(outcome: ReportedOutcome, facts: ReportFacts): Ending {
  const common = { result: null, exitCode: null };
  if (outcome.state === 'SUCCEEDED') {
    return { ...common, state: 'SUCCEEDED', result: outcome.result, error: null, budget: 'none', retryable: false };
  }
  const error = outcome.error ?? {
    class: 'ResultMissing',
    message: 'The outcome carries no error.',
    traceback: null,
    retryable: true,
  };
  if (outcome.state === 'FAILED')
    return { ...common, state: 'FAILED', error, budget: 'failure', retryable: error.retryable };
  if (facts.cancelRequested) return { ...common, state: 'CANCELED', error, budget: 'none', retryable: false };
  if (facts.isOverdue) {
    const timedOut = { ...error, class: 'TimedOut', message: 'The task ran longer than its timeout.' };
    return { ...common, state: 'FAILED', error: timedOut, budget: 'failure', retryable: true };
  }
  const lost = { ...error, class: 'Lost', message: 'The execution was ended from outside.' };
  return { ...common, state: 'LOST', error: lost, budget: 'loss', retryable: true };
}

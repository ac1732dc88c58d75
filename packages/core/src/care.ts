import type { AttemptFacts } from './judgement.ts';
import type { AttemptState } from './attempt-state.ts';
import type { Observation } from './runner.ts';

/** What its owner knows of an attempt whose execution is not known to be over. Ages in milliseconds; null: not yet. */
export interface Charge {
  state: AttemptState;
  /** Since this process's runner accepted it. */
  submittedMs: number | null;
  startedAgeMs: number | null;
  silentMs: number | null;
  finishedAgeMs: number | null;
  cancelRequested: boolean;
  timeoutMs: number | null;
}

export interface CareLimits {
  /** An execution silent for so long is stopped. */
  silenceMs: number;
  /** Since when the judge itself has heard from database and executions; silence before that proves nothing. */
  judgeHeldMs: number;
  /** A record that Ray does not show counts as gone only after so long. */
  settleMs: number;
  /** How long a process may take to end after its outcome. */
  exitGraceMs: number;
}

/** The one thing to do for an attempt now. */
export type Care =
  | { do: 'wait' }
  | { do: 'submit' }
  | { do: 'cancel-unstarted' }
  | { do: 'stop'; reason: string }
  | { do: 'judge'; facts: AttemptFacts }
  | { do: 'release' };

/**
 * What the owner does for an attempt, given what its runner sees (null: not asked yet). Judging is for executions known to
 * be over; one that runs on is stopped first and seen to end.
 */
export function careFor(charge: Charge, observation: Observation | null, limits: CareLimits): Care {
  const seen = withoutRefused(charge, observation);
  if (charge.finishedAgeMs !== null) return careForFinished(charge, seen, limits);
  if (charge.state === 'SUBMITTED' && charge.cancelRequested) {
    // It may have begun unheard, as with a gateway that has ended since: nothing is left to be taken back, and not the cancel has ended it.
    // The attempt is LOST, and its task CANCELED instead of tried again.
    const isOver = seen?.kind === 'ended' && isStarted(seen);
    return isOver ? { do: 'judge', facts: { started: true, stopReason: null } } : { do: 'cancel-unstarted' };
  }
  if (charge.submittedMs === null && charge.state === 'SUBMITTED') return { do: 'submit' };
  if (seen === null || seen.kind === 'unknown') return { do: 'wait' };
  const stopReason = stopReasonOf(charge, limits);
  const facts: AttemptFacts = { started: charge.state === 'RUNNING' || isStarted(seen), stopReason };
  if (seen.kind === 'ended') return { do: 'judge', facts };
  if (seen.kind === 'absent') return isSettled(charge, seen, limits) ? { do: 'judge', facts } : { do: 'wait' };
  return stopReason ? { do: 'stop', reason: stopReason } : { do: 'wait' };
}

function isStarted(seen: Observation): boolean {
  return 'isStarted' in seen && seen.isStarted;
}

/** What the entrypoint ends with when a worker refuses it (docs/attempt-api.md). */
const refusedExitCode = 76;

/**
 * An execution that the gate has refused says nothing of the one that it had let through, which a worker that was taken for dead
 * may have started: that one is heard of, or is silent.
 */
function withoutRefused({ state }: Charge, seen: Observation | null): Observation | null {
  if (state !== 'RUNNING' || seen?.kind !== 'ended' || seen.exitCode !== refusedExitCode) return seen;
  return { kind: 'absent', detail: 'another execution of it had passed the gate, and is not seen here' };
}

function careForFinished(charge: Charge, seen: Observation | null, limits: CareLimits): Care {
  if (seen === null || seen.kind === 'unknown') return { do: 'wait' };
  if (seen.kind === 'ended') return { do: 'release' };
  // A LOST execution without a record may run on until its own dead-man limit ends it: a Ray job as an orphan of its cluster, a
  // child process of a worker that is not dead but frozen.
  if (seen.kind === 'absent') {
    const mayRunOn = charge.state === 'LOST' && (charge.silentMs ?? Infinity) <= limits.silenceMs;
    return mayRunOn ? { do: 'wait' } : { do: 'release' };
  }
  const isReported = charge.state === 'SUCCEEDED' || charge.state === 'FAILED';
  if (isReported && (charge.finishedAgeMs ?? 0) < limits.exitGraceMs) return { do: 'wait' };
  return { do: 'stop', reason: 'its attempt is over' };
}

/** One that had started may run on as an orphan of its cluster, and then sends heartbeats: only silence settles that. */
function isSettled(charge: Charge, seen: { isRestarted?: boolean }, limits: CareLimits): boolean {
  if (charge.state === 'SUBMITTED') return seen.isRestarted === true || (charge.submittedMs ?? 0) > limits.settleMs;
  return (charge.silentMs ?? Infinity) > limits.settleMs;
}

function stopReasonOf(charge: Charge, limits: CareLimits): AttemptFacts['stopReason'] {
  if (charge.cancelRequested) return 'cancel';
  if (charge.timeoutMs !== null && (charge.startedAgeMs ?? 0) >= charge.timeoutMs) return 'timeout';
  if ((charge.silentMs ?? 0) > limits.silenceMs && limits.judgeHeldMs > limits.silenceMs) return 'silence';
  return null;
}

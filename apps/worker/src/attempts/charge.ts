import type { AttemptState, Charge, ExecutionRef, ProfileVersion, Submission } from '@raydeck/core';
import type { ClaimedRow, DrivenRow, SubmissionRow } from '@raydeck/db';
import type { Tickets } from '@raydeck/services';

/** What this process remembers of an attempt that it drives; everything else is read again from the database. */
export interface Memory {
  runner: string;
  claimedAt: number;
  /** When the runner accepted it, by this process's clock. */
  acceptedAt: number | null;
  isSubmitting: boolean;
  /** Claimed by this process, and not accepted by a runner yet. */
  isFresh: boolean;
  submitFailures: number;
  nextSubmitAt: number;
  observedAt: number;
  stoppedAt: number;
  isNodeNoted: boolean;
  /** What was last noted of its set-up. */
  setupLog: string | null;
  /** Why it is not placed, as it was told last. */
  misfit: string | null;
}

export function newMemory(runner: string, now: number): Memory {
  const never = -Infinity;
  return {
    runner,
    claimedAt: now,
    acceptedAt: null,
    isSubmitting: false,
    isFresh: false,
    submitFailures: 0,
    nextSubmitAt: never,
    observedAt: never,
    stoppedAt: never,
    isNodeNoted: false,
    setupLog: null,
    misfit: null,
  };
}

export function refOf(row: SubmissionRow): ExecutionRef {
  const { attemptId, executionName, rayAddress, raySession } = row;
  return { attemptId, executionName, rayAddress, raySession };
}

export function chargeOf(row: DrivenRow, memory: Memory, now: number): Charge {
  const timeoutSeconds = row.taskTimeoutSeconds ?? row.queueTimeoutSeconds;
  return {
    // Safe: the column's type is the enum with these names.
    state: row.state as AttemptState,
    submittedMs: memory.acceptedAt === null ? null : now - memory.acceptedAt,
    startedAgeMs: row.startedAgeMs,
    silentMs: row.silentMs,
    finishedAgeMs: row.finishedAgeMs,
    cancelRequested: row.cancelRequested,
    timeoutMs: timeoutSeconds === null ? null : timeoutSeconds * 1000,
  };
}

export function submissionOf(
  row: SubmissionRow | ClaimedRow,
  { isFresh }: Memory,
  tickets: Pick<Tickets, 'ticketFor'>,
  profile: ProfileVersion | null,
): Submission {
  const { attemptId, executionName } = row;
  return {
    attemptId,
    executionName,
    // Made when it is asked for: not every runner does.
    get ticket() {
      return tickets.ticketFor(attemptId);
    },
    // The door holds what is stored to raydeck.is_resources.
    resources: row.resources ?? {},
    profile,
    isFresh,
    claimed: isFresh && bringsCall(row) ? row : null,
  };
}

function bringsCall(row: SubmissionRow | ClaimedRow): row is ClaimedRow & { args: string; kwargs: string } {
  return typeof row['args'] === 'string' && typeof row['kwargs'] === 'string';
}

/** How often an execution is looked at: one that should be ending, one on its way, one that runs and sends heartbeats. */
export function observeEveryMs(row: DrivenRow): number {
  if (row.finishedAgeMs !== null) return row.finishedAgeMs < 5_000 ? 100 : 1_000;
  if (row.cancelRequested) return 250;
  return row.state === 'SUBMITTED' ? 1_000 : 2_000;
}

import { aboutAttempt, type Emit, RaydeckError, type Runner } from '@raydeck/core';
import type { SubmissionRow } from '@raydeck/db';
import {
  type AttemptContext,
  judgeAttempt,
  missingKeyEnding,
  type StoredProfile,
  type Tickets,
} from '@raydeck/services';
import type { Lease } from '../lease/lease.ts';
import { type Memory, submissionOf } from './charge.ts';

/** Hands an attempt to its runner, unless that is under way or its backoff lasts. Never throws for the runner's sake. */
export type Submit = (row: SubmissionRow, memory: Memory) => Promise<void>;

export interface SubmitterOptions {
  attempts: AttemptContext;
  lease: Lease;
  runners: ReadonlyMap<string, Runner>;
  tickets: Tickets;
  emit: Emit;
}

const longestBackoffMs = 15_000;

export function createSubmitter({ attempts, lease, runners, tickets, emit }: SubmitterOptions): Submit {
  const failed = async (row: SubmissionRow, memory: Memory, error: unknown): Promise<void> => {
    const { attemptId } = row;
    // Doubt is not refusal: submitting again is safe, for the runner starts it once.
    const willRetry = !(error instanceof RaydeckError && error.code === 'PRECONDITION');
    const message = error instanceof Error ? error.message : String(error);
    emit({ type: 'attempt.submit_failed', ...aboutAttempt(row), error: message, willRetry });
    memory.submitFailures += 1;
    const delayMs = Math.min(500 * 2 ** memory.submitFailures, longestBackoffMs) * (0.5 + attempts.random() / 2);
    memory.nextSubmitAt = performance.now() + delayMs;
    if (willRetry) return;
    const refused = { class: 'SubmitRefused', message, traceback: null };
    const ending = {
      state: 'FAILED',
      result: null,
      error: refused,
      exitCode: null,
      budget: 'loss',
      retryable: true,
    } as const;
    await judgeAttempt(attempts, { attemptId, workerId: lease.workerId, expectedState: 'SUBMITTED', ending });
  };

  /** Whether it ended here, unsubmitted. */
  const waitsForKey = async (row: SubmissionRow, profile: StoredProfile | null): Promise<boolean> => {
    const { attemptId, number, keyId } = row;
    const ending = missingKeyEnding(attempts.keyRing, { number, keyId, profile });
    if (!ending) return false;
    await judgeAttempt(attempts, { attemptId, workerId: lease.workerId, expectedState: 'SUBMITTED', ending });
    return true;
  };

  return async (row, memory) => {
    const runner = runners.get(row.runner);
    if (!runner || memory.isSubmitting || performance.now() < memory.nextSubmitAt || !lease.isLive()) return;
    memory.isSubmitting = true;
    const startedAt = performance.now();
    try {
      const profile = row.profileId === null ? null : await attempts.profiles.get(row.profileId);
      if (await waitsForKey(row, profile)) return;
      await runner.submit(submissionOf(row, memory, tickets, profile));
      memory.acceptedAt = performance.now();
      memory.isFresh = false;
      const { executionName } = row;
      const durationMs = Math.round(memory.acceptedAt - startedAt);
      emit({ type: 'attempt.submitted', ...aboutAttempt(row), executionName, durationMs });
    } catch (error) {
      await failed(row, memory, error).catch((cause: unknown) => {
        emit({ type: 'loop.failed', loop: 'submit', error: String(cause), nextMs: 0 });
      });
    } finally {
      memory.isSubmitting = false;
    }
  };
}

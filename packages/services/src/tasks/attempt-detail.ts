import type { AttemptState } from '@raydeck/core';
import type { AttemptModel } from '@raydeck/db';
import { type Progress, progressOf } from './progress.ts';

/** All of an attempt; user code's own words (message, traceback, log) only with payload permission. */
export interface AttemptDetail extends Omit<
  AttemptModel,
  'taskId' | 'state' | 'progress' | 'peakMemoryBytes' | 'logBytes' | 'outcomeDigest'
> {
  state: AttemptState;
  progress: Progress | null;
  peakMemoryBytes: number | null;
  logBytes: number | null;
  /** Says why message, traceback and log are missing; null when they are not. */
  note: string | null;
}

const withheld = 'Message, traceback and log are shown to people and keys with payload permission.';

export function attemptDetail(attempt: AttemptModel, canViewPayload: boolean): AttemptDetail {
  const { taskId: _taskId, outcomeDigest: _digest, peakMemoryBytes, logBytes, progress, ...rest } = attempt;
  const plain = {
    ...rest,
    progress: progressOf(progress, canViewPayload),
    peakMemoryBytes: peakMemoryBytes === null ? null : Number(peakMemoryBytes),
    logBytes: logBytes === null ? null : Number(logBytes),
  };
  if (canViewPayload) return { ...plain, note: null };
  return { ...plain, errorMessage: null, traceback: null, logTail: null, note: withheld };
}

import type { AttemptState, Redaction } from '@raydeck/core';
import type { AttemptModel } from '@raydeck/db';
import { type Progress, progressOf } from './progress.ts';

/** All of an attempt; user code's own words (message, traceback, log) only with payload permission. */
export interface AttemptDetail extends Omit<
  AttemptModel,
  | 'taskId'
  | 'state'
  | 'progress'
  | 'peakMemoryBytes'
  | 'logBytes'
  | 'outcomeDigest'
  | 'logRef'
  | 'logWanted'
  | 'resultRef'
> {
  state: AttemptState;
  progress: Progress | null;
  peakMemoryBytes: number | null;
  logBytes: number | null;
  /** Whether more of its output is kept than `logTail` has. */
  isLogStored: boolean;
  /** Says why message, traceback and log are missing; null when they are not. */
  note: string | null;
}

const withheld = 'Message, traceback and log are shown to people and keys with payload permission.';

export function attemptDetail(attempt: AttemptModel, canViewPayload: boolean, redaction: Redaction): AttemptDetail {
  const { taskId: _taskId, outcomeDigest: _digest, logWanted: _wanted, resultRef: _result, ...shown } = attempt;
  const { peakMemoryBytes, logBytes, logRef, progress, ...rest } = shown;
  const textOf = (text: string | null): string | null => (text === null ? null : redaction.text(text));
  const plain = {
    ...rest,
    errorClass: textOf(rest.errorClass),
    progress: progressOf(progress, canViewPayload, redaction),
    peakMemoryBytes: peakMemoryBytes === null ? null : Number(peakMemoryBytes),
    logBytes: logBytes === null ? null : Number(logBytes),
    isLogStored: logRef !== null,
  };
  if (canViewPayload) {
    return {
      ...plain,
      errorMessage: textOf(rest.errorMessage),
      traceback: textOf(rest.traceback),
      logTail: textOf(rest.logTail),
      note: null,
    };
  }
  return { ...plain, errorMessage: null, traceback: null, logTail: null, note: withheld };
}

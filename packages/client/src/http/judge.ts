import { ApiError, ConnectionError } from '../error.ts';
import type { HttpCall } from './exchange.ts';

const passingStatuses = new Set([429, 502, 503, 504]);

/** Whether a failure may pass by itself: the network's, a timeout's, a proxy's, the server's "not now". */
export function isPassing(error: unknown): error is ApiError | ConnectionError {
  if (error instanceof ApiError) return passingStatuses.has(error.status);
  if (!(error instanceof ConnectionError)) return false;
  return error.code !== 'UNEXPECTED_ANSWER' || passingStatuses.has(error.status ?? 0);
}

/** What follows from a failure. */
export interface Judgement {
  isWorthRetrying: boolean;
  /** Nobody knows whether the server has done what was asked. After 429 it has not. */
  isDoubtful: boolean;
  /** How long the server asks to wait. */
  waitMs: number;
}

export function judge(error: unknown, call: HttpCall): Judgement {
  if (!isPassing(error)) return { isWorthRetrying: false, isDoubtful: false, waitMs: 0 };
  const isDoubtful = error.status !== 429;
  const isRepeatable = call.isRepeatable ?? call.method !== 'POST';
  return { isWorthRetrying: isRepeatable || !isDoubtful, isDoubtful, waitMs: error.retryAfterMs };
}

/** The error of a try that took its whole timeout. */
export function tooLate(ms: number): ConnectionError {
  return new ConnectionError('TIMEOUT', `No answer within ${ms} ms.`);
}

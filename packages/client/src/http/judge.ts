import { ApiError, ConnectionError } from '../error.ts';
import type { HttpCall } from './exchange.ts';

const passingStatuses = new Set([429, 502, 503, 504]);

/** Whether a failure may pass by itself: the network's, a timeout's, a proxy's, the server's "not now". */
export function isPassing(error: unknown): error is ApiError | ConnectionError {
  if (error instanceof ApiError) return passingStatuses.has(error.status);
  if (!(error instanceof ConnectionError)) return false;
  return error.code !== 'UNEXPECTED_ANSWER' || passingStatuses.has(error.status ?? 0);
}

/** Whether to try again, and how long the server asks to wait. After 429 nothing was done; after the others nobody knows. */
export function judge(error: unknown, call: HttpCall): { isWorthRetrying: boolean; waitMs: number } {
  if (!isPassing(error)) return { isWorthRetrying: false, waitMs: 0 };
  const isRepeatable = call.isRepeatable ?? call.method !== 'POST';
  return { isWorthRetrying: isRepeatable || error.status === 429, waitMs: error.retryAfterMs };
}

/** The error of a try that took its whole timeout. */
export function tooLate(ms: number): ConnectionError {
  return new ConnectionError('TIMEOUT', `No answer within ${ms} ms.`);
}

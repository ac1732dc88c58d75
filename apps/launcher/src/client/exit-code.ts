import { ApiError, ConnectionError, NotFinalError, type TaskState } from '@raydeck/client';
import { UsageError } from './usage-error.ts';

/** What scripts decide by; the same as those of the `raydeck` command of the Python package. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, canceled: 4, notYet: 5 } as const;

/** Undefined for what is none of these commands' errors. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof ConnectionError) return EXIT.unreachable;
  if (error instanceof NotFinalError) return EXIT.notYet;
  if (error instanceof ApiError) return error.code === 'UNAVAILABLE' ? EXIT.unreachable : EXIT.refused;
  return undefined;
}

/** Of a task that was waited for. */
export function exitCodeOfTask(state: TaskState): number {
  if (state === 'SUCCEEDED') return EXIT.ok;
  return state === 'CANCELED' ? EXIT.canceled : EXIT.refused;
}

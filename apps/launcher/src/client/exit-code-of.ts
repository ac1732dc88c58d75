import { ApiError, ConnectionError, NotFinalError, TaskFailedError, type TaskState } from '@raydeck/client';
import { EXIT } from './exit-codes.ts';
import { UsageError } from './usage-error.ts';

/** Undefined for what is none of these commands' errors. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof ConnectionError) return EXIT.unreachable;
  if (error instanceof NotFinalError) return EXIT.notYet;
  if (error instanceof TaskFailedError) return exitCodeOfTask(error.task.state);
  if (error instanceof ApiError) return error.code === 'UNAVAILABLE' ? EXIT.unreachable : EXIT.refused;
  return undefined;
}

/** Of a task that was waited for. */
export function exitCodeOfTask(state: TaskState): number {
  if (state === 'SUCCEEDED') return EXIT.ok;
  return state === 'CANCELED' ? EXIT.canceled : EXIT.refused;
}

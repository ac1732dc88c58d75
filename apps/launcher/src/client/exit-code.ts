import { ApiError, ConnectionError } from '@raydeck/client';
import { UsageError } from './usage-error.ts';

/** What scripts decide by. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** Undefined for what is none of these commands' errors. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof ConnectionError) return EXIT.unreachable;
  if (error instanceof ApiError) return error.code === 'UNAVAILABLE' ? EXIT.unreachable : EXIT.refused;
  return undefined;
}

import { parseStoredRef, RaydeckError } from '@raydeck/core';
import { openCall } from '../secrets/open-call.ts';
import { taskPlace } from '../secrets/sealed-payload.ts';
import { contentFacts } from '../secrets/sealed-stream.ts';
import { requireOwnArguments } from '../secrets/stored-content.ts';
import type { AttemptContext } from './attempt-context.ts';

/** What an execution is handed: JSON text, or where both are to be fetched. */
export interface HandedArguments {
  args: string | null;
  kwargs: string | null;
  argumentsStored: { sizeBytes: number; sha256: string } | null;
}

/** A task's arguments as they were enqueued. Throws UNAVAILABLE when this worker cannot open them: another one may. */
export function handArguments(
  { keyRing }: Pick<AttemptContext, 'keyRing'>,
  taskId: string,
  { argsRef, ...sealed }: { args: string; kwargs: string; argsRef: string | null },
): HandedArguments {
  const { args, kwargs, locked } = openCall(keyRing, taskPlace(taskId), sealed);
  if (locked) {
    throw new RaydeckError('UNAVAILABLE', `This worker cannot open the task's arguments: ${locked.problem}`);
  }
  if (argsRef === null) return { args, kwargs, argumentsStored: null };
  const ref = parseStoredRef(argsRef);
  requireOwnArguments(keyRing, args, ref);
  return { args: null, kwargs: null, argumentsStored: contentFacts(keyRing, ref) };
}

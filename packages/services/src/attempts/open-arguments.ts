import { type ByteStream, contentBytes, parseStoredRef, RaydeckError } from '@raydeck/core';
import { attemptStanding } from '@raydeck/db';
import { openContent } from '../secrets/stored-content.ts';
import type { AttemptContext } from './attempt-context.ts';
import type { Execution } from './upload-result.ts';

/**
 * The arguments that stand outside of the task's row, for the execution that passed the gate: `{"args": […], "kwargs": {…}}`. Throws
 * CONFLICT when the attempt is not this execution's any more, NOT_FOUND when its arguments stand in the row.
 */
export async function openArguments(
  context: AttemptContext,
  { attemptId, executionId }: Execution,
): Promise<{ body: ByteStream; sizeBytes: number }> {
  const [standing] = await context.db.run(attemptStanding, [attemptId]);
  if (standing?.state !== 'RUNNING' || standing.executionId !== executionId) {
    throw new RaydeckError('CONFLICT', 'The attempt is not live for this execution.');
  }
  const { rows } = await context.db.pool.query<{ ref: string | null }>(
    'SELECT args_ref AS ref FROM raydeck.task WHERE id = $1',
    [standing.taskId],
  );
  const text = rows[0]?.ref;
  if (!text) throw new RaydeckError('NOT_FOUND', 'The arguments came with the gate’s answer.');
  const ref = parseStoredRef(text);
  return { body: await openContent(context, ref), sizeBytes: contentBytes(ref) };
}

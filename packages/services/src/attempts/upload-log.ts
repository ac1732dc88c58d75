import { type ByteStream, formatStoredRef, RaydeckError } from '@raydeck/core';
import { attemptStanding } from '@raydeck/db';
import { storeUpload } from '../storage/store-upload.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Execution, uploadOwner } from './upload-result.ts';

/** A gzip of so much text at most; the execution side cuts it, and text may be all but incompressible. */
const overheadBytes = 196_608;

/**
 * Keeps the output that an execution sends after its outcome, compressed, also when the attempt was judged meanwhile: it is what
 * this execution printed. The first one stays. Throws CONFLICT when the attempt is another execution's.
 */
export async function uploadLog(
  context: AttemptContext,
  { attemptId, executionId }: Execution,
  body: ByteStream,
): Promise<void> {
  const [standing] = await context.db.run(attemptStanding, [attemptId]);
  if (standing?.executionId !== executionId) throw new RaydeckError('CONFLICT', 'The attempt is not this execution’s.');
  await keepLog(context, { attemptId, taskId: standing.taskId }, body);
}

/** Stores a compressed log and names it in the attempt's row, unless that has one. */
export async function keepLog(
  context: Pick<AttemptContext, 'db' | 'storage' | 'limits' | 'notifier'>,
  { attemptId, taskId }: { attemptId: string; taskId: string },
  body: ByteStream,
): Promise<void> {
  const limitBytes = context.limits.logBytes + overheadBytes;
  const owner = uploadOwner(attemptId);
  const { ref } = await storeUpload(context, { kind: 'log', owner, taskId, attemptId, body, limitBytes });
  await context.db.pool.query(
    'UPDATE raydeck.attempt SET log_ref = $2, log_wanted = false WHERE id = $1 AND log_ref IS NULL',
    [attemptId, formatStoredRef(ref)],
  );
  context.notifier.changed(taskId);
}

import { type ByteStream, RaydeckError } from '@raydeck/core';
import { attemptStanding } from '@raydeck/db';
import { storeUpload } from '../storage/store-upload.ts';
import type { AttemptContext } from './attempt-context.ts';
import { resultRing } from './result-ring.ts';

/** One execution of an attempt. */
export interface Execution {
  attemptId: string;
  executionId: string;
}

/** Whose uploads an attempt's are. */
export function uploadOwner(attemptId: string): string {
  return `attempt:${attemptId}`;
}

/**
 * Stores a result that is too large for its row; the outcome names it by the id that this returns. Nothing is committed by it.
 * Throws CONFLICT when the attempt is not this execution's any more, INVALID beyond the limit, UNAVAILABLE.
 */
export async function uploadResult(
  context: AttemptContext,
  { attemptId, executionId }: Execution,
  body: ByteStream,
): Promise<{ uploadId: string; sizeBytes: number; sha256: string }> {
  const [standing] = await context.db.run(attemptStanding, [attemptId]);
  if (standing?.state !== 'RUNNING' || standing.executionId !== executionId) {
    throw new RaydeckError('CONFLICT', 'The attempt is not live for this execution.');
  }
  const { id, content } = await storeUpload(context, {
    kind: 'result',
    owner: uploadOwner(attemptId),
    taskId: standing.taskId,
    attemptId,
    body,
    limitBytes: context.limits.resultBytes,
    ring: resultRing(context, standing),
  });
  return { uploadId: id, ...content };
}

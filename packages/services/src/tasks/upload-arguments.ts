import type { ByteStream } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import { type Context, payloadRing, storageOf } from '../context.ts';
import { storeUpload } from '../storage/store-upload.ts';

/** Arguments of one task, uncompressed. */
export const argumentsLimitBytes = 1024 * 1024 * 1024;

/**
 * Stores `{"args": […], "kwargs": {…}}` for a task that the same principal enqueues within a day by the id. The text is not looked
 * into: the execution refuses what is no such JSON. Twice: two uploads.
 */
export async function uploadArguments(
  context: Context,
  body: ByteStream,
): Promise<{ id: string; sizeBytes: number; sha256: string }> {
  authorize(context, 'task.enqueue');
  const { id, content } = await storeUpload(
    { db: context.db, storage: storageOf(context) },
    {
      kind: 'arguments',
      owner: context.principal.id,
      body,
      limitBytes: argumentsLimitBytes,
      ring: payloadRing(context),
    },
  );
  return { id, ...content };
}

import { createHash } from 'node:crypto';
import { type ByteStream, RaydeckError, type StoredRef } from '@raydeck/core';

/**
 * The same bytes, the last of them only when all are what was stored: a reader that counts to the promised size is not done before
 * the check is.
 */
export async function* checked(
  stream: ByteStream,
  { key, sizeBytes, sha256 }: StoredRef,
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash('sha256');
  let seenBytes = 0;
  let held: Uint8Array | null = null;
  for await (const piece of stream) {
    hash.update(piece);
    seenBytes += piece.length;
    if (held) yield held;
    held = piece;
  }
  if (seenBytes !== sizeBytes || hash.digest('hex') !== sha256) {
    throw new RaydeckError('INTERNAL', `The stored object ${key} is not what was stored.`);
  }
  if (held) yield held;
}

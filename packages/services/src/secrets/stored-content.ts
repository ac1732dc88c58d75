import { type ByteStream, parseStoredRef, RaydeckError, type Storage, type StoredRef } from '@raydeck/core';
import type { KeyRing } from './key-ring.ts';
import { contentFacts, openStream } from './sealed-stream.ts';

/** What reading an object needs of a context. */
export interface Reading {
  storage: Storage;
  keyRing?: KeyRing | undefined;
}

/**
 * What a reference names, decrypted where it is encrypted. Throws MissingKeyError before the first piece, NOT_FOUND, UNAVAILABLE. A
 * stream that ends well was what was stored.
 */
export async function openContent({ storage, keyRing }: Reading, ref: StoredRef): Promise<ByteStream> {
  if (ref.sealed === undefined) return storage.open(ref);
  // Finds out whether the key is there, and that the reference is this object's own.
  contentFacts(keyRing, ref);
  if (!keyRing) throw new RaydeckError('INTERNAL', 'What has facts has a ring.');
  return openStream(keyRing, ref, await storage.open(ref));
}

/** The object of a task's result. Throws INTERNAL for a reference that stands in another task's row than its own. */
export function resultRefOf(taskId: string, text: string): StoredRef {
  const ref = parseStoredRef(text);
  if (ref.sealed === undefined || ref.key.split('/').includes(taskId.toLowerCase())) return ref;
  throw new RaydeckError('INTERNAL', 'The result that this task names is another task’s.');
}

/**
 * Of encrypted arguments, the words in the row, which are bound to the task, say which object they are. Throws INTERNAL for a reference
 * to another.
 */
export function requireOwnArguments(ring: KeyRing | undefined, words: string, ref: StoredRef): void {
  if (ref.sealed === undefined || words.includes(`"${contentFacts(ring, ref).sha256}"`)) return;
  throw new RaydeckError('INTERNAL', 'The arguments that this task names are not its own.');
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type ByteStream, RaydeckError, sealedForm, type StoredRef } from '@raydeck/core';
import { z } from 'zod';
import { keyIdOf, type KeyRing } from './key-ring.ts';
import { MissingKeyError } from './missing-key.ts';

/*
 * An encrypted object: a head of 4 bytes that name the form and 16 random ones, then chunks of 64 KiB, each AES-256-GCM with its tag,
 * under a key that is derived for this object alone. A chunk's nonce is its number and whether it is the last: none can be left out,
 * added, moved or taken from another object, and neither writer nor reader holds more than one.
 */
const { headBytes, chunkBytes, tagBytes } = sealedForm;
const magic = Buffer.from('RDE2');

/** Of the content: what the reference of an encrypted object tells those who have its key. */
const Facts = z.object({ sizeBytes: z.number().int(), sha256: z.string() });
export type ContentFacts = z.infer<typeof Facts>;

/** A stream of ciphertext, and after its end, what the reference is to say of the content. */
export interface SealedStream {
  body: ByteStream;
  /** Once the body has ended. */
  facts: () => ContentFacts;
  /** The same as a ciphertext. */
  sealed: () => string;
}

/** Encrypts a body for the object `key`. Throws INVALID, as it flows, for a body beyond the limit. */
export function sealStream(ring: KeyRing, key: string, body: ByteStream, limitBytes: number): SealedStream {
  const [keyId] = ring.keyIds;
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let sha256: string | null = null;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      sizeBytes += piece.length;
      if (sizeBytes > limitBytes) throw new RaydeckError('INVALID', `It has more than ${limitBytes} bytes.`);
      hash.update(piece);
      yield piece;
    }
  }
  async function* encrypted(): AsyncGenerator<Uint8Array> {
    const salt = randomBytes(headBytes - magic.length);
    const chunkKey = ring.derive(keyId, purposeOf(key, salt));
    yield Buffer.concat([magic, salt]);
    let index = 0;
    for await (const { chunk, isLast } of chunksOf(counted(), chunkBytes)) {
      const cipher = createCipheriv('aes-256-gcm', chunkKey, nonceOf(index, isLast)).setAAD(Buffer.from(key));
      yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
      index += 1;
    }
    sha256 = hash.digest('hex');
  }
  const facts = (): ContentFacts => {
    if (sha256 === null) throw new RaydeckError('INTERNAL', 'The stream has not ended.');
    return { sizeBytes, sha256 };
  };
  return { body: encrypted(), facts, sealed: () => ring.encrypt(JSON.stringify(facts()), factsContext(key)) };
}

/** The content of the encrypted object `ref`, whose bytes are `body`. Throws MissingKeyError, INTERNAL where it was changed. */
export async function* openStream(ring: KeyRing, ref: StoredRef, body: ByteStream): AsyncGenerator<Uint8Array> {
  const keyId = keyIdOf(ref.sealed ?? '') ?? '';
  let chunkKey: Buffer | null = null;
  let index = 0;
  for await (const { chunk, isLast } of chunksOf(body, chunkBytes + tagBytes, headBytes)) {
    if (chunkKey === null) {
      if (!chunk.subarray(0, magic.length).equals(magic) || isLast) throw changed(ref);
      chunkKey = ring.derive(keyId, purposeOf(ref.key, chunk.subarray(magic.length)));
      continue;
    }
    yield openChunk(chunkKey, { ref, chunk, nonce: nonceOf(index, isLast) });
    index += 1;
  }
}

function openChunk(
  chunkKey: Buffer,
  { ref, chunk, nonce }: { ref: StoredRef; chunk: Buffer; nonce: Buffer },
): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', chunkKey, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(ref.key)).setAuthTag(chunk.subarray(-tagBytes));
    return Buffer.concat([decipher.update(chunk.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw changed(ref, cause);
  }
}

/** Size and hash of the content. Throws MissingKeyError, INTERNAL. */
export function contentFacts(ring: KeyRing | undefined, ref: StoredRef): ContentFacts {
  if (ref.sealed === undefined) return { sizeBytes: ref.sizeBytes, sha256: ref.sha256 };
  if (!ring) throw new MissingKeyError(keyIdOf(ref.sealed) ?? '');
  return Facts.parse(JSON.parse(ring.decrypt(ref.sealed, factsContext(ref.key))));
}

/** The bytes in pieces of one size, the first of `headBytes`; the last may be shorter, and is given even when it holds nothing. */
async function* chunksOf(
  body: ByteStream,
  sizeBytes: number,
  firstBytes = sizeBytes,
): AsyncGenerator<{ chunk: Buffer; isLast: boolean }> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let wanted = firstBytes;
  for await (const piece of body) {
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes <= wanted) continue;
    const all = Buffer.concat(held);
    let at = 0;
    // Whether it is the last is known only when more has come.
    for (; all.length - at > wanted; wanted = sizeBytes) {
      yield { chunk: all.subarray(at, at + wanted), isLast: false };
      at += wanted;
    }
    held = [all.subarray(at)];
    heldBytes = all.length - at;
  }
  yield { chunk: Buffer.concat(held), isLast: true };
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 4);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

function purposeOf(key: string, salt: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`object:${key}\0`), salt]);
}

function factsContext(key: string): string {
  return `object-facts:${key}`;
}

function changed(ref: StoredRef, cause?: unknown): RaydeckError {
  return new RaydeckError('INTERNAL', `The stored object ${ref.key} does not decrypt: it is not what was stored.`, {
    cause,
  });
}

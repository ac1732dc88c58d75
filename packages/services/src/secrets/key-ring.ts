import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { MissingKeyError } from './missing-key.ts';

/**
 * Keeps texts unreadable at rest: AES-256-GCM under the first key of the ring; any key of it decrypts. `context` says what the
 * text belongs to and is bound to it: a ciphertext that was moved elsewhere does not decrypt.
 */
export interface KeyRing {
  /** In the order of ENCRYPTION_KEYS: the first one encrypts. */
  readonly keyIds: readonly [string, ...string[]];
  encrypt(text: string, context: string): string;
  /** Throws MissingKeyError when its key is not in the ring, INTERNAL when it was not made here or for this context. */
  decrypt(ciphertext: string, context: string): string;
  /** A key for one purpose alone. Throws MissingKeyError. */
  derive(keyId: string, purpose: string | Buffer): Buffer;
}

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/**
 * `e2.<key id>.<iv, ciphertext and tag>`, all of characters that JSON, URLs and shells leave alone. e1, of earlier versions, used the
 * key itself; e2 derives one for each context, so that no key is ever used for so many texts that their random ivs could meet.
 */
const form = /^e([12])\.([A-Za-z0-9_-]{1,40})\.([A-Za-z0-9_-]+)$/;

const entry = /^([A-Za-z0-9_-]{1,40}):([A-Za-z0-9+/]{43}=)$/;

/** ENCRYPTION_KEYS: `id:key[,id:key…]`, each key 32 bytes in base64. */
export const EncryptionKeys = z.string().transform((text, context): KeyRing => {
  const keys = text.split(',').map((item): [string, Buffer] => {
    const [, id = '', key = ''] = entry.exec(item.trim()) ?? [];
    return [id, Buffer.from(key, 'base64')];
  });
  const isWhole = keys.every(([, key]) => key.length === keyBytes);
  const [first, ...others] = keys.map(([id]) => id);
  if (first !== undefined && isWhole && new Set([first, ...others]).size === keys.length) {
    return createKeyRing([first, ...others], new Map(keys));
  }
  // Never the text itself: this message goes into logs.
  context.addIssue('must be id:key[,id:key…] with different ids, each key 32 bytes in base64: openssl rand -base64 32');
  return z.NEVER;
});

/** The key id that a ciphertext names; null for what is none. */
export function keyIdOf(ciphertext: string): string | null {
  return form.exec(ciphertext)?.[2] ?? null;
}

function createKeyRing(keyIds: KeyRing['keyIds'], byId: ReadonlyMap<string, Buffer>): KeyRing {
  const find = (id: string): Buffer => {
    const key = byId.get(id);
    if (!key) throw new MissingKeyError(id);
    return key;
  };
  const derive = (id: string, purpose: string | Buffer): Buffer =>
    createHmac('sha256', find(id)).update('raydeck e2\0').update(purpose).digest();
  const [first] = keyIds;
  return {
    keyIds,
    encrypt: (text, context) => `e2.${first}.${seal(derive(first, context), text, context).toString('base64url')}`,
    decrypt: (ciphertext, context) => {
      const [, version, id = '', sealed = ''] = form.exec(ciphertext) ?? [];
      if (version === undefined) throw unopenable();
      return open(version === '1' ? find(id) : derive(id, context), Buffer.from(sealed, 'base64url'), context);
    },
    derive,
  };
}

function seal(key: Buffer, text: string, context: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, sealed: Buffer, context: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw unopenable(cause);
  }
}

function unopenable(cause?: unknown): RaydeckError {
  return new RaydeckError('INTERNAL', 'A ciphertext was not made by this key for this place.', { cause });
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';

/**
 * Keeps texts unreadable at rest: AES-256-GCM under the first key of the ring; any key of it decrypts. `context` says what the
 * text belongs to and is bound to it: a ciphertext that was moved elsewhere does not decrypt.
 */
export interface KeyRing {
  encrypt(text: string, context: string): string;
  /** Throws PRECONDITION when its key is not in the ring, INTERNAL when it was not made here or for this context. */
  decrypt(ciphertext: string, context: string): string;
}

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/** `e1.<key id>.<iv, ciphertext and tag>`, both of characters that JSON, URLs and shells leave alone. */
const form = /^e1\.([A-Za-z0-9_-]{1,40})\.([A-Za-z0-9_-]+)$/;

const entry = /^([A-Za-z0-9_-]{1,40}):([A-Za-z0-9+/]{43}=)$/;

/** ENCRYPTION_KEYS: `id:key[,id:key…]`, each key 32 bytes in base64. */
export const EncryptionKeys = z.string().transform((text, context): KeyRing => {
  const keys = text.split(',').map((item): [string, Buffer] => {
    const [, id = '', key = ''] = entry.exec(item.trim()) ?? [];
    return [id, Buffer.from(key, 'base64')];
  });
  const isWhole = keys.every(([, key]) => key.length === keyBytes);
  if (isWhole && new Set(keys.map(([id]) => id)).size === keys.length) return createKeyRing(keys);
  // Never the text itself: this message goes into logs.
  context.addIssue('must be id:key[,id:key…] with different ids, each key 32 bytes in base64: openssl rand -base64 32');
  return z.NEVER;
});

/** The first key encrypts. */
function createKeyRing(keys: readonly [id: string, key: Buffer][]): KeyRing {
  const byId = new Map(keys);
  const [[firstId, firstKey] = ['', Buffer.alloc(0)]] = keys;
  return {
    encrypt: (text, context) => `e1.${firstId}.${seal(firstKey, text, context).toString('base64url')}`,
    decrypt: (ciphertext, context) => {
      const [, id = '', sealed = ''] = form.exec(ciphertext) ?? [];
      const key = byId.get(id);
      if (!key) {
        throw new RaydeckError('PRECONDITION', `ENCRYPTION_KEYS lacks the key "${id}", with which this was encrypted.`);
      }
      return open(key, Buffer.from(sealed, 'base64url'), context);
    },
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
    throw new RaydeckError('INTERNAL', 'A ciphertext was not made by this key for this place.', { cause });
  }
}

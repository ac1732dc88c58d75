import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The two parts of `rdk_<prefix>_<secret>`: what is looked up in the open, and what only its hash is kept of. */
export interface KeyParts {
  prefix: string;
  secret: string;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** A new key: 50 bits to look it up, 256 bits of secret. */
export function newKeyText(): string {
  const prefix = Array.from(randomBytes(10), (byte) => alphabet[byte % 32]).join('');
  return `rdk_${prefix}_${randomBytes(32).toString('base64url')}`;
}

export function parseKeyText(text: string): KeyParts | null {
  const [, prefix, secret] = /^rdk_([A-Za-z0-9]{10})_([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return prefix && secret ? { prefix, secret } : null;
}

/** The secret has 256 random bits: a plain hash cannot be searched. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

import type { Database } from '@raydeck/db';
import { contextOf } from '../reading/fixtures.ts';
import { EncryptionKeys } from '../secrets/key-ring.ts';

export const testKeyRing = EncryptionKeys.parse(`k1:${Buffer.alloc(32, 7).toString('base64')}`);

/** For tests only: an administrator with a key ring. */
export function webhookContext(db: Database) {
  return { ...contextOf(db, { role: 'ADMIN' }), keyRing: testKeyRing };
}

import { createHash } from 'node:crypto';
import type { Database } from '@raydeck/db';
import { contextOf } from '../reading/fixtures.ts';
import { EncryptionKeys } from '../secrets/key-ring.ts';
import { putProfile } from './put-profile.ts';
import type { ProfileSettingsInput } from './profile-settings.ts';

/** For tests only. */
export const testKeyRing = EncryptionKeys.parse(`test:${Buffer.alloc(32, 7).toString('base64')}`);

/** For tests only: what an administrator's verbs get. */
export function administrator(db: Database) {
  return { ...contextOf(db, { role: 'ADMIN' }), keyRing: testKeyRing };
}

/** For tests only: puts a profile that is in the image, unless the settings say otherwise. */
export function put(db: Database, name: string, settings: Partial<ProfileSettingsInput> = {}, reason?: string) {
  return putProfile(administrator(db), { name, settings: { source: { kind: 'image' }, ...settings }, reason });
}

/** For tests only: bytes in a package's place. */
export function packageOf(text: string) {
  const content = new TextEncoder().encode(text);
  return { hash: createHash('sha256').update(content).digest('hex'), content };
}

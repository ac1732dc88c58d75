import { type Principal, scopes } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { z } from 'zod';
import { hashSecret, isSameHash, parseKeyText } from './key-text.ts';

const Scopes = z.array(z.enum(scopes));

interface KeyRow extends Record<string, unknown> {
  id: string;
  name: string;
  secretHash: string;
  scopes: string[];
  queues: string[];
  callables: string[];
  ownTasksOnly: boolean;
  canViewPayload: boolean;
  isUnmarked: boolean;
}

/** Whose key this is; null for anything but a valid key that is neither revoked nor expired. */
export async function verifyApiKey(db: Database, text: string): Promise<Principal | null> {
  const parts = parseKeyText(text);
  if (!parts) return null;
  const { rows } = await db.pool.query<KeyRow>({ name: 'find_api_key', text: findText, values: [parts.prefix] });
  const [key] = rows;
  // A prefix that nobody has is compared too: the answer takes as long.
  const isSame = isSameHash(hashSecret(parts.secret), key?.secretHash ?? hashSecret(''));
  if (!key || !isSame) return null;
  if (key.isUnmarked) await db.pool.query(markText, [key.id]);
  const { id: keyId, name, queues, callables, ownTasksOnly, canViewPayload } = key;
  const who = { kind: 'key', id: `key:${name}/${parts.prefix}`, keyId, name } as const;
  return { ...who, scopes: Scopes.parse(key.scopes), queues, callables, ownTasksOnly, canViewPayload };
}

const findText = `
  SELECT id, name, secret_hash AS "secretHash", scopes, queues, callables, own_tasks_only AS "ownTasksOnly",
    can_view_payload AS "canViewPayload",
    COALESCE(last_used_at < clock_timestamp() - interval '1 minute', true) AS "isUnmarked"
  FROM raydeck.api_key
  WHERE prefix = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())`;

/** At most once a minute for each key, whoever comes first. */
const markText = `
  UPDATE raydeck.api_key SET last_used_at = clock_timestamp()
  WHERE id = $1 AND COALESCE(last_used_at < clock_timestamp() - interval '1 minute', true)`;

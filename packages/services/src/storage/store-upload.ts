import { randomUUID } from 'node:crypto';
import {
  type ByteStream,
  contentBytesWithin,
  formatStoredRef,
  sealedBytes,
  type Storage,
  storedKey,
  type StoredKind,
  type StoredRef,
} from '@raydeck/core';
import type { Database } from '@raydeck/db';
import type { KeyRing } from '../secrets/key-ring.ts';
import { type ContentFacts, sealStream } from '../secrets/sealed-stream.ts';

/** What storing needs of a context. */
export interface StorageContext {
  db: Database;
  storage: Storage;
}

/** What is stored, and for whom: an attempt, or the principal that may enqueue with it. */
export interface NewUpload {
  kind: StoredKind;
  owner: string;
  taskId?: string;
  attemptId?: string;
  body: ByteStream;
  /** Of what comes, whatever it comes to encrypted. */
  limitBytes: number;
  /** Encrypts it. */
  ring?: KeyRing | undefined;
}

export interface Upload {
  id: string;
  ref: StoredRef;
  /** Of what came. */
  content: ContentFacts;
}

/**
 * Stores a body as a new object. Its row comes first: whatever dies on the way leaves nothing that the sweep does not know of. Nothing
 * names the object yet; whoever does, does so within a day. Twice: two objects. Throws INVALID for a body that is too large,
 * UNAVAILABLE when the storage does not work.
 */
export async function storeUpload(
  { db, storage }: StorageContext,
  { kind, owner, body, limitBytes, ring, ...owners }: NewUpload,
): Promise<Upload> {
  const id = randomUUID();
  const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM raydeck.installation');
  const key = storedKey(rows[0]?.id ?? '', kind, { id, ...owners });
  const { scheme } = storage;
  await db.pool.query('INSERT INTO raydeck.upload (id, kind, owner, scheme, key) VALUES ($1, $2, $3, $4, $5)', [
    id,
    kind,
    owner,
    scheme,
    key,
  ]);
  const stored = ring
    ? await storeSealed(storage, { key, ring, body, limitBytes })
    : contentOf(await storage.store(key, body, limitBytes));
  await db.pool.query('UPDATE raydeck.upload SET ref = $2 WHERE id = $1', [id, formatStoredRef(stored.ref)]);
  return { id, ...stored };
}

function contentOf(ref: StoredRef): Pick<Upload, 'ref' | 'content'> {
  return { ref, content: { sizeBytes: ref.sizeBytes, sha256: ref.sha256 } };
}

/** Streamed like any other; the storage sees ciphertext only. */
async function storeSealed(
  storage: Storage,
  { key, ring, body, limitBytes }: { key: string; ring: KeyRing; body: ByteStream; limitBytes: number },
): Promise<Pick<Upload, 'ref' | 'content'>> {
  const limit = Math.min(limitBytes, contentBytesWithin(storage.limitBytes));
  const stream = sealStream(ring, key, body, limit);
  const ref = await storage.store(key, stream.body, sealedBytes(limit));
  return { ref: { ...ref, sealed: stream.sealed() }, content: stream.facts() };
}

/** The reference of an upload that was stored whole; null when there is none of this kind and owner, or when it is old. */
export async function findUpload(
  { pool }: Pick<Database, 'pool'>,
  { id, kind, owner }: { id: string; kind: StoredKind; owner: string },
): Promise<string | null> {
  const { rows } = await pool.query<{ ref: string | null }>(
    `SELECT ref FROM raydeck.upload
     WHERE id = $1 AND kind = $2 AND owner = $3 AND created_at > clock_timestamp() - interval '26 hours'`,
    [id, kind, owner],
  );
  return rows[0]?.ref ?? null;
}

import type { Database, EncryptedTaskRow } from '@raydeck/db';
import type { KeyRing } from './key-ring.ts';
import { openCall } from './open-call.ts';
import { isSealed, type PayloadField, sealPayload, taskPlace } from './sealed-payload.ts';

/** Rows written in one transaction: none holds locks for long. */
const batch = 50;

interface PayloadRow {
  id: string;
  args: string;
  kwargs: string;
  result: string | null;
}

/**
 * Encrypts under the first key what of these tasks is under another one of the ring; returns whose. What somebody holds, and what does not
 * open, is left to the next pass.
 */
export async function renewTasks(
  db: Pick<Database, 'prisma'>,
  ring: KeyRing,
  rows: readonly EncryptedTaskRow[],
): Promise<Set<string>> {
  const [first] = ring.keyIds;
  const isStale = (keyId: string | null): boolean => keyId !== null && keyId !== first && ring.keyIds.includes(keyId);
  const stale = rows.filter(({ call, result }) => isStale(call) || isStale(result)).map(({ id }) => id);
  const renewed = new Set<string>();
  for (let at = 0; at < stale.length; at += batch) {
    const ids = stale.slice(at, at + batch);
    for (const id of await renewBatch(db, ring, ids)) renewed.add(id);
  }
  return renewed;
}

async function renewBatch(db: Pick<Database, 'prisma'>, ring: KeyRing, ids: readonly string[]): Promise<string[]> {
  return db.prisma.$transaction(async (tx) => {
    const held = await tx.$queryRawUnsafe<PayloadRow[]>(
      `SELECT id::text AS id, args, kwargs, result FROM raydeck.task WHERE id = ANY ($1::uuid[]) ORDER BY id
       FOR NO KEY UPDATE SKIP LOCKED`,
      ids,
    );
    const sealed = held.flatMap((row) => sealedAnew(ring, row) ?? []);
    if (sealed.length === 0) return [];
    await tx.$executeRawUnsafe(
      `UPDATE raydeck.task AS t SET args = n.args, kwargs = n.kwargs, result = n.result
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n(id, args, kwargs, result) WHERE t.id = n.id`,
      sealed.map(({ id }) => id),
      sealed.map(({ args }) => args),
      sealed.map(({ kwargs }) => kwargs),
      sealed.map(({ result }) => result),
    );
    return sealed.map(({ id }) => id);
  });
}

/** Null for what does not open. */
function sealedAnew(ring: KeyRing, row: PayloadRow): PayloadRow | null {
  const place = taskPlace(row.id);
  const opened = openCall(ring, place, row);
  if (opened.locked) return null;
  const anew = (field: PayloadField, kept: string, plain: string): string =>
    isSealed(kept) ? sealPayload(ring, place, field, plain) : kept;
  return {
    id: row.id,
    args: anew('args', row.args, opened.args),
    kwargs: anew('kwargs', row.kwargs, opened.kwargs),
    result: row.result === null ? null : anew('result', row.result, opened.result ?? 'null'),
  };
}

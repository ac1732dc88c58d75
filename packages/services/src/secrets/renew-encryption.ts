import { RaydeckError } from '@raydeck/core';
import { type Database, encryptedTasks, type EncryptedTaskRow } from '@raydeck/db';
import { z } from 'zod';
import type { KeyRing } from './key-ring.ts';
import { renewSmallTables } from './renew-small-tables.ts';
import { renewTasks } from './renew-tasks.ts';

/** Tasks looked at in one statement. */
const portion = 2_000;

/** A pass that found all in order is made again after a day: processes with an older first key may have written since. */
const restHours = 24;

/** Values, and stored objects, by the id of their key. */
export const EncryptionCounts = z.record(z.string(), z.object({ values: z.number().int(), objects: z.number().int() }));
export type EncryptionCounts = z.infer<typeof EncryptionCounts>;

interface Pass {
  afterId: string | null;
  counts: EncryptionCounts;
}

/**
 * Walks over all that is encrypted, encrypts anew under the first key what is under another one of the ring, and counts what is under
 * which. Stored objects are counted only: they never change, and go with their tasks. Small steps, each of which keeps how far it
 * came; true when the walk is at its end. Twice, or two at once, do no harm: each row is held while it is written.
 */
export async function renewEncryption(
  { db, keyRing }: { db: Database; keyRing: KeyRing | undefined },
  { budgetMs = 30_000, restMs = restHours * 3_600_000 }: { budgetMs?: number; restMs?: number } = {},
): Promise<boolean> {
  if (!keyRing) return true;
  const endAt = performance.now() + budgetMs;
  const pass = await takeUp(db, keyRing, restMs);
  while (pass) {
    const rows = await db.run(encryptedTasks, [pass.afterId, portion]);
    const renewed = await renewTasks(db, keyRing, rows);
    for (const row of rows) countTask(pass.counts, row, renewed.has(row.id) ? keyRing.keyIds[0] : null);
    pass.afterId = rows.at(-1)?.id ?? pass.afterId;
    await keep(db, pass);
    if (rows.length < portion) break;
    if (performance.now() > endAt) return false;
  }
  if (!pass) return true;
  await renewSmallTables(db, keyRing, (keyId) => count(pass.counts, keyId, 'values'));
  await end(db, pass.counts);
  return true;
}

/** Null while there is nothing to do. */
async function takeUp(db: Database, { keyIds }: KeyRing, restMs: number): Promise<Pass | null> {
  const { rows } = await db.pool.query<Pass & { isFinished: boolean }>(
    `INSERT INTO raydeck.encryption_pass AS p (keys) VALUES ($1)
     ON CONFLICT (singleton) DO UPDATE SET
       keys = EXCLUDED.keys, is_finished = false, after_id = NULL, counts = '{}', started_at = clock_timestamp()
       WHERE p.keys <> EXCLUDED.keys
         OR (p.is_finished AND p.finished_at <= clock_timestamp() - $2 * interval '1 millisecond')
     RETURNING after_id AS "afterId", counts, is_finished AS "isFinished"`,
    [keyIds, restMs],
  );
  const [begun] = rows;
  if (begun) return begun;
  const row = await db.prisma.encryptionPass.findUnique({ where: { singleton: true } });
  if (!row) throw new RaydeckError('INTERNAL', 'The row was there a moment ago.');
  return row.isFinished ? null : { afterId: row.afterId, counts: EncryptionCounts.parse(row.counts) };
}

function countTask(counts: EncryptionCounts, row: EncryptedTaskRow, renewedTo: string | null): void {
  for (const keyId of [row.call, row.result]) count(counts, keyId && (renewedTo ?? keyId), 'values');
  for (const keyId of [row.argumentsObject, row.resultObject]) count(counts, keyId, 'objects');
}

function count(counts: EncryptionCounts, keyId: string | null, what: 'values' | 'objects'): void {
  if (keyId === null) return;
  const of = (counts[keyId] ??= { values: 0, objects: 0 });
  of[what] += 1;
}

async function keep(db: Database, { afterId, counts }: Pass): Promise<void> {
  await db.pool.query('UPDATE raydeck.encryption_pass SET after_id = $1, counts = $2', [
    afterId,
    JSON.stringify(counts),
  ]);
}

async function end(db: Database, counts: EncryptionCounts): Promise<void> {
  await db.pool.query(
    `UPDATE raydeck.encryption_pass SET is_finished = true, finished_at = clock_timestamp(), found = $1, counts = '{}', after_id = NULL`,
    [JSON.stringify(counts)],
  );
}

/** What the last whole pass found; null before the first. */
export async function readEncryption(db: Pick<Database, 'prisma'>): Promise<EncryptionCounts | null> {
  const row = await db.prisma.encryptionPass.findUnique({ where: { singleton: true } });
  return row?.finishedAt ? EncryptionCounts.parse(row.found) : null;
}

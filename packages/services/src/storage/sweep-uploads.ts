import type { StorageScheme } from '@raydeck/core';
import type { StorageContext } from './store-upload.ts';

/** Longer than `findUpload` takes one, which is longer than any execution may hold its outcome back. */
const ageHours = 30;
const portion = 200;

interface SweptRow {
  id: string;
  scheme: StorageScheme;
  key: string;
  isNamed: boolean;
}

/** Which rows name the object of an upload. Old uploads only are asked about: by then nobody names one anew. */
const swept = `
  SELECT u.id, u.scheme, u.key, u.ref IS NOT NULL AND CASE u.kind
    WHEN 'arguments' THEN EXISTS (SELECT FROM raydeck.task AS t WHERE t.args_ref = u.ref)
    ELSE EXISTS (SELECT FROM raydeck.attempt AS a
      WHERE a.id = substr(u.owner, 9)::uuid AND u.ref IN (a.result_ref, a.log_ref)) END AS "isNamed"
  FROM raydeck.upload AS u
  WHERE u.created_at < clock_timestamp() - $1 * interval '1 hour' ORDER BY u.created_at LIMIT $2`;

/**
 * Removes what was stored and never named: of executions that were refused or died, of clients that left. Objects go before their
 * rows, so a crash in between is made good by the next run. Twice does no harm.
 */
export async function sweepUploads(
  { db, storage }: StorageContext,
  { olderThanHours = ageHours }: { olderThanHours?: number } = {},
): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rows } = await db.pool.query<SweptRow>(swept, [olderThanHours, portion]);
    for (const { scheme, key, isNamed } of rows) {
      if (isNamed) continue;
      await storage.delete({ scheme, key });
      removed += 1;
    }
    await db.pool.query('DELETE FROM raydeck.upload WHERE id = ANY ($1::uuid[])', [rows.map(({ id }) => id)]);
    if (rows.length < portion) return removed;
  }
}

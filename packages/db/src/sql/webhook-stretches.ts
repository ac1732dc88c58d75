import type { Statement } from '../statement.ts';

/**
 * What of the finished tasks is to be looked at now: from `seenFrom` to `seenTo` for the first time; and once more from `safeFrom` to
 * `safeTo`, null while a transaction is open that may still commit an end in it. A task's end is no older than its transaction's id,
 * give or take a moment: `finished_at` is read just before the row is written. So once all ids before the mark have ended, every end
 * before the mark's time, less a second, is there to be seen. A mark of another server's ids, as after a restore, is set anew.
 */
export const webhookStretches: Statement<
  [],
  { seenFrom: string; seenTo: string; safeFrom: string; safeTo: string | null; nextXid: string; hasMark: boolean }
> = {
  name: 'webhook-stretches',
  text: `
WITH s AS MATERIALIZED (SELECT pg_current_snapshot() AS now, clock_timestamp() AS at)
SELECT c.seen_at::text AS "seenFrom", s.at::text AS "seenTo", c.safe_at::text AS "safeFrom",
  CASE WHEN pg_snapshot_xmin(s.now) >= c.mark_xid THEN (c.mark_at - interval '1 second')::text END AS "safeTo",
  pg_snapshot_xmax(s.now)::text AS "nextXid",
  c.mark_xid IS NOT NULL AND c.mark_xid <= pg_snapshot_xmax(s.now) AS "hasMark"
FROM raydeck.webhook_cursor AS c CROSS JOIN s`,
};

/** Notes how far was looked, and the next mark when one is given. A cursor never goes back. */
export const moveWebhookCursor: Statement<
  [seenAt: string, safeAt: string | null, markXid: string | null, markAt: string | null],
  Record<string, never>
> = {
  name: 'move-webhook-cursor',
  text: `
UPDATE raydeck.webhook_cursor SET seen_at = GREATEST(seen_at, $1::timestamptz), safe_at = GREATEST(safe_at, $2::timestamptz),
  mark_xid = COALESCE($3::text::xid8, mark_xid), mark_at = CASE WHEN $3 IS NULL THEN mark_at ELSE $4::timestamptz END`,
};

import { aheadLimit } from '@raydeck/core';
import type { Query } from '../reading/bounded-read.ts';
import type { TaskRow } from './task-facts.ts';

/** Priorities above its own that are looked at. */
const lanesAbove = 20;

/**
 * Due tasks of its queue that come before it, counted to `aheadLimit` and one more: in the claim's own lanes, each one range of the
 * ready index. Tasks for later are never looked through.
 */
export async function countAhead(query: Query, { id, queue, priority, runAtText }: TaskRow): Promise<number> {
  const [row] = await query<{ ahead: number }>(text, [queue, priority, runAtText, id]);
  return row?.ahead ?? 0;
}

const ofQueue = `t.state = 'QUEUED' AND NOT t.parked AND t.queue = $1`;

const text = `
  WITH RECURSIVE lane AS (
    SELECT $2::smallint AS priority, 0 AS place
    UNION ALL
    SELECT (SELECT t.priority FROM raydeck.task AS t WHERE ${ofQueue} AND t.priority > lane.priority ORDER BY t.priority LIMIT 1),
      lane.place + 1
    FROM lane WHERE lane.priority IS NOT NULL AND lane.place < ${lanesAbove}
  )
  SELECT count(*)::integer AS ahead FROM (
    SELECT FROM (
      SELECT FROM raydeck.task AS t
      WHERE ${ofQueue} AND t.priority = $2::smallint AND (t.run_at, t.id) < ($3::timestamptz, $4::uuid) LIMIT ${aheadLimit + 1}) AS own
    UNION ALL
    SELECT FROM lane CROSS JOIN LATERAL (
      SELECT FROM raydeck.task AS t
      WHERE ${ofQueue} AND t.priority = lane.priority AND t.run_at <= now() LIMIT ${aheadLimit + 1}) AS above
    WHERE lane.place > 0 AND lane.priority IS NOT NULL
    LIMIT ${aheadLimit + 1}) AS before`;

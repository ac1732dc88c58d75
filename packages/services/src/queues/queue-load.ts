import { countLimit } from '../reading/bounded-count.ts';
import { inState } from '../tasks/task-conditions.ts';

export interface QueueLoadRow extends Record<string, unknown> {
  queue: string;
  queued: number;
  due: number;
  oldestDueAt: Date | null;
}

/**
 * The ready queue of each queue in $1, lane by lane as the claim walks it: a million tasks for later are counted up to the limit
 * and never looked through for due ones. now() is the start of this transaction; the index could not use clock_timestamp().
 */
export const queueLoadText = `
  WITH RECURSIVE lane AS (
    SELECT name AS queue, first.priority FROM unnest($1::text[]) AS q(name) CROSS JOIN LATERAL (
      SELECT t.priority FROM raydeck.task AS t WHERE t.queue = q.name AND t.state = 'QUEUED' AND NOT t.parked
      ORDER BY t.priority DESC LIMIT 1) AS first
    UNION ALL
    SELECT lane.queue, next.priority FROM lane CROSS JOIN LATERAL (
      SELECT t.priority FROM raydeck.task AS t
      WHERE t.queue = lane.queue AND t.state = 'QUEUED' AND NOT t.parked AND t.priority < lane.priority
      ORDER BY t.priority DESC LIMIT 1) AS next
  )
  SELECT lane.queue, sum(ready.queued)::integer AS queued, sum(due.due)::integer AS due, min(oldest.run_at) AS "oldestDueAt"
  FROM lane
  CROSS JOIN LATERAL (SELECT count(*) AS queued FROM (
    SELECT FROM raydeck.task AS t WHERE t.queue = lane.queue AND t.priority = lane.priority AND t.state = 'QUEUED' AND NOT t.parked
    LIMIT ${countLimit + 1}) AS rows) AS ready
  CROSS JOIN LATERAL (SELECT count(*) AS due FROM (
    SELECT FROM raydeck.task AS t WHERE t.queue = lane.queue AND t.priority = lane.priority AND t.state = 'QUEUED' AND NOT t.parked
      AND t.run_at <= now() LIMIT ${countLimit + 1}) AS rows) AS due
  LEFT JOIN LATERAL (
    SELECT t.run_at FROM raydeck.task AS t
    WHERE t.queue = lane.queue AND t.priority = lane.priority AND t.state = 'QUEUED' AND NOT t.parked AND t.run_at <= now()
    ORDER BY t.run_at LIMIT 1) AS oldest ON true
  GROUP BY lane.queue`;

/** Running tasks are as many as the workers hold: one pass over them, up to the limit. */
export const runningText = `
  SELECT queue, count(*)::integer AS running, (sum(count(*)) OVER ())::integer AS total FROM (
    SELECT t.queue FROM raydeck.task AS t WHERE ${inState('RUNNING')} LIMIT ${countLimit + 1}) AS rows
  GROUP BY queue`;

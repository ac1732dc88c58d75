import type { Principal } from '@raydeck/core';
import { reachConditions } from '../reading/reach.ts';
import { firstUuidAt } from '../reading/uuid.ts';
import { inState, lastAttempt } from '../tasks/task-conditions.ts';

/** Rows that are counted of one bucket, and those of them that are looked at. */
export const countedRows = 2_000;
const sampledRows = 200;

/** Failed tasks that the classes are counted of, the newest. */
export const failedRows = 2_000;

interface Text {
  text: string;
  values: unknown[];
}

/** Where buckets begin and where the last one ends: one more than there are buckets. */
export type Bounds = readonly Date[];

/** Counts and a sample of one bucket; what is beyond the counted rows is told by how soon these were reached. */
export interface BucketRow extends Record<string, unknown> {
  at: Date;
  until: Date;
  enqueuedSeen: number;
  enqueuedReachedId: string | null;
  finishedSeen: number;
  finishedReachedAt: Date | null;
  sampled: number;
  succeeded: number;
  failed: number;
  canceled: number;
  waitP50Seconds: number | null;
  waitP95Seconds: number | null;
  runP50Seconds: number | null;
  runP95Seconds: number | null;
}

/**
 * One row for each bucket, also for those without tasks. Counts come from indexes alone, of ids (which hold the time) and of
 * finished_at. A retry moves run_at and started_at stays, so that only tasks of one attempt still say how long they waited and ran.
 */
export function bucketsStatement(principal: Principal, bounds: Bounds): Text {
  const values: unknown[] = [bounds, bounds.map(firstUuidAt)];
  const reach = reachConditions(principal, values);
  const within =
    'FROM raydeck.task AS t WHERE t.finished_at >= b.at AND t.finished_at < b.until ORDER BY t.finished_at';
  const text = `
    WITH bound AS (
      SELECT at, lead(at) OVER (ORDER BY place) AS until, first, lead(first) OVER (ORDER BY place) AS "nextFirst"
      FROM unnest($1::timestamptz[], $2::uuid[]) WITH ORDINALITY AS given(at, first, place)
    )
    SELECT b.at, b.until, came.seen AS "enqueuedSeen", came.reached AS "enqueuedReachedId", ended.seen AS "finishedSeen",
      ended.reached AS "finishedReachedAt", s.*
    FROM bound AS b
    CROSS JOIN LATERAL (SELECT count(*)::integer AS seen, max(id::text) AS reached FROM (
      SELECT t.id FROM raydeck.task AS t WHERE t.id >= b.first AND t.id < b."nextFirst" ORDER BY t.id LIMIT ${countedRows}) AS t) AS came
    CROSS JOIN LATERAL (SELECT count(*)::integer AS seen, max(finished_at) AS reached FROM (
      SELECT t.finished_at ${within} LIMIT ${countedRows}) AS t) AS ended
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS sampled,
        count(*) FILTER (WHERE f.state = 'SUCCEEDED')::integer AS succeeded,
        count(*) FILTER (WHERE f.state = 'FAILED')::integer AS failed,
        count(*) FILTER (WHERE f.state = 'CANCELED')::integer AS canceled,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY f.wait) AS "waitP50Seconds",
        percentile_cont(0.95) WITHIN GROUP (ORDER BY f.wait) AS "waitP95Seconds",
        percentile_cont(0.5) WITHIN GROUP (ORDER BY f.run) AS "runP50Seconds",
        percentile_cont(0.95) WITHIN GROUP (ORDER BY f.run) AS "runP95Seconds"
      FROM (
        SELECT t.state, EXTRACT(EPOCH FROM a.submitted_at - t.run_at)::float8 AS wait,
          EXTRACT(EPOCH FROM a.finished_at - a.started_at)::float8 AS run
        FROM (SELECT t.* ${within} LIMIT ${sampledRows}) AS t
        LEFT JOIN LATERAL (
          SELECT l.* FROM raydeck.attempt AS l WHERE l.task_id = t.id AND l.number = 1 AND t.attempt_count = 1 LIMIT 1
        ) AS a ON true
        WHERE ${['true', ...reach].join(' AND ')}
      ) AS f
    ) AS s
    WHERE b.until IS NOT NULL ORDER BY b.at`;
  return { text, values };
}

/** The most frequent classes among the newest failed tasks; those that finished before are left out. */
export function failuresStatement(principal: Principal, since: Date): Text {
  const values: unknown[] = [since];
  const reach = reachConditions(principal, values);
  const text = `
    SELECT COALESCE(a.error_class, 'unknown') AS "errorClass", count(*)::integer AS count, (sum(count(*)) OVER ())::integer AS total
    FROM (
      SELECT t.id, t.queue, t.callable, t.created_by, t.attempt_count, t.finished_at FROM raydeck.task AS t
      WHERE ${inState('FAILED')} ORDER BY t.id DESC LIMIT ${failedRows}
    ) AS t ${lastAttempt}
    WHERE ${['t.finished_at >= $1', ...reach].join(' AND ')}
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 6`;
  return { text, values };
}

import { countLimit } from '../reading/bounded-count.ts';
import type { Query } from '../reading/bounded-read.ts';
import { inState } from '../tasks/task-conditions.ts';

interface QueueLoadRow extends Record<string, unknown> {
  queue: string;
  queued: number;
  due: number;
  parked: number;
  oldestDueAt: Date | null;
  /** Not all priorities were looked at for due tasks, only the most urgent ones. */
  isCut: boolean;
}

/** Rows that the counts of all queues of one list look at, all together; and the priorities that they walk. */
const countBudget = 200_000;
const laneBudget = 20_000;

/** So far each count of a list of this many queues goes: a thousand queues must not cost a hundred times what ten do. */
export function loadLimit(queues: number): number {
  return Math.max(100, Math.min(countLimit, Math.floor(countBudget / Math.max(1, queues))));
}

/** What waits in each of these queues, counted up to `limit` and one more. */
export function readLoads(query: Query, names: readonly string[], limit: number): Promise<QueueLoadRow[]> {
  const lanes = Math.max(20, Math.floor(laneBudget / Math.max(1, names.length)));
  return query<QueueLoadRow>(loadText, [names, limit + 1, lanes]);
}

const ofQueue = `t.queue = q.name AND t.state = 'QUEUED' AND NOT t.parked`;

/**
 * The ready queue lane by lane, as the claim walks it: a million tasks for later are counted up to the limit and never looked
 * through for due ones. now() is the start of this transaction; the index could not use clock_timestamp().
 */
const loadText = `
  SELECT q.name AS queue, ready.queued, parked.parked, lanes.due, lanes."oldestDueAt", lanes."isCut"
  FROM unnest($1::text[]) AS q(name)
  CROSS JOIN LATERAL (SELECT count(*)::integer AS queued FROM (SELECT FROM raydeck.task AS t WHERE ${ofQueue} LIMIT $2) AS rows) AS ready
  CROSS JOIN LATERAL (SELECT count(*)::integer AS parked FROM (
    SELECT FROM raydeck.task AS t WHERE t.queue = q.name AND t.state = 'QUEUED' AND t.parked LIMIT $2) AS rows) AS parked
  CROSS JOIN LATERAL (
    WITH RECURSIVE lane AS (
      SELECT max(first.priority) AS priority, 1 AS place FROM (
        SELECT t.priority FROM raydeck.task AS t WHERE ${ofQueue} ORDER BY t.priority DESC LIMIT 1) AS first
      UNION ALL
      SELECT (SELECT t.priority FROM raydeck.task AS t WHERE ${ofQueue} AND t.priority < lane.priority ORDER BY t.priority DESC LIMIT 1),
        lane.place + 1
      FROM lane WHERE lane.priority IS NOT NULL AND lane.place <= $3
    ), walked AS (SELECT priority FROM lane WHERE place <= $3)
    SELECT (
      SELECT count(*)::integer FROM (SELECT FROM walked CROSS JOIN LATERAL (
        SELECT FROM raydeck.task AS t WHERE ${ofQueue} AND t.priority = walked.priority AND t.run_at <= now() LIMIT $2) AS due
      LIMIT $2) AS rows
    ) AS due, (
      SELECT min(oldest.run_at) FROM walked CROSS JOIN LATERAL (
        SELECT t.run_at FROM raydeck.task AS t WHERE ${ofQueue} AND t.priority = walked.priority AND t.run_at <= now()
        ORDER BY t.run_at LIMIT 1) AS oldest
    ) AS "oldestDueAt", EXISTS (SELECT FROM lane WHERE place > $3 AND priority IS NOT NULL) AS "isCut"
  ) AS lanes`;

interface RunningRow extends Record<string, unknown> {
  queue: string;
  running: number;
  total: number;
}

/** Running tasks are as many as the workers hold: one pass over them, up to the limit. */
export function readRunning(query: Query): Promise<RunningRow[]> {
  return query<RunningRow>(runningText);
}

const runningText = `
  SELECT queue, count(*)::integer AS running, (sum(count(*)) OVER ())::integer AS total FROM (
    SELECT t.queue FROM raydeck.task AS t WHERE ${inState('RUNNING')} LIMIT ${countLimit + 1}) AS rows
  GROUP BY queue`;

/** Places held in these queues; no row for one that nothing limits. */
export function readPlaces(query: Query, names: readonly string[]): Promise<{ queue: string; live: number }[]> {
  return query<{ queue: string; live: number }>(placesText, [names]);
}

const placesText = `
  SELECT k.queue, k.live FROM raydeck.limit_counter AS k JOIN raydeck.queue AS q ON q.name = k.queue, raydeck.control AS c
  WHERE k.queue = ANY ($1::text[]) AND (c.concurrency_limit IS NOT NULL OR q.concurrency_limit IS NOT NULL
    OR q.key_limit IS NOT NULL OR q.rate_tasks IS NOT NULL OR q.max_pending IS NOT NULL)`;

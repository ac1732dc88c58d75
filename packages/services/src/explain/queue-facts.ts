import { tokensNow } from '@raydeck/db';
import type { Query } from '../reading/bounded-read.ts';

/** What holds for all queues, and for one of them; of a queue that is gone, `name` is null. */
export interface QueueRow extends Record<string, unknown> {
  allPaused: boolean;
  allPausedBy: string | null;
  allPausedReason: string | null;
  allPausedAt: Date | null;
  allLimit: number | null;
  allLive: number;
  name: string | null;
  paused: boolean;
  pausedBy: string | null;
  pausedReason: string | null;
  pausedAt: Date | null;
  runner: string | null;
  maxAttempts: number | null;
  timeoutSeconds: number | null;
  retryPolicy: unknown;
  profile: string | null;
  concurrencyLimit: number | null;
  keyLimit: number | null;
  rateTasks: number | null;
  rateSeconds: number | null;
  maxPending: number | null;
  live: number;
  keyLive: number;
  tokens: number | null;
  pending: number;
}

/** Single rows by their keys, and the queue's unreleased attempts where their starts are limited. */
export async function readQueueFacts(query: Query, queue: string, key: string | null): Promise<QueueRow> {
  const [row] = await query<QueueRow>(text, [queue, key]);
  if (!row) throw new Error('The control row is there from the first migration on.');
  return row;
}

const text = `
  SELECT c.paused AS "allPaused", c.paused_by AS "allPausedBy", c.paused_reason AS "allPausedReason", c.paused_at AS "allPausedAt",
    c.concurrency_limit AS "allLimit",
    (SELECT COALESCE(sum(l.live), 0)::integer FROM raydeck.limit_counter AS l) AS "allLive",
    q.name, q.paused, q.paused_by AS "pausedBy", q.paused_reason AS "pausedReason", q.paused_at AS "pausedAt",
    q.runner, q.max_attempts AS "maxAttempts", q.timeout_seconds AS "timeoutSeconds", q.retry_policy AS "retryPolicy", q.profile,
    q.concurrency_limit AS "concurrencyLimit", q.key_limit AS "keyLimit", q.rate_tasks AS "rateTasks",
    q.rate_seconds AS "rateSeconds", q.max_pending AS "maxPending",
    COALESCE(k.live, 0) AS live, COALESCE(y.live, 0) AS "keyLive",
    CASE WHEN q.rate_tasks IS NOT NULL THEN (${tokensNow})::float8 END AS tokens,
    CASE WHEN q.max_pending IS NULL THEN 0 ELSE (SELECT count(*)::integer FROM raydeck.attempt AS a
      WHERE a.slot_queue = q.name AND a.released_at IS NULL AND a.state::text = 'SUBMITTED') END AS pending
  FROM raydeck.control AS c
  LEFT JOIN raydeck.queue AS q ON q.name = $1
  LEFT JOIN raydeck.limit_counter AS k ON k.queue = q.name
  LEFT JOIN raydeck.key_counter AS y ON y.queue = q.name AND y.key = $2
  WHERE c.singleton`;

import type { AttemptState } from '@raydeck/core';
import type { WorkerModel } from '@raydeck/db';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { type BoundedCount, boundedCount, countLimit } from '../reading/bounded-count.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { reachConditions } from '../reading/reach.ts';
import { plainRedaction } from '../redaction/redactions.ts';

export interface WorkerSummary extends WorkerModel {
  /** Not stopped, and its lease holds by the database's clock. */
  isLive: boolean;
  /** Executions that it drives and that are not known to be over. */
  held: BoundedCount;
  /** The newest of them, at most 20, of tasks that the asker reaches. */
  attempts: HeldAttempt[];
}

export interface HeldAttempt {
  id: string;
  number: number;
  state: AttemptState;
  taskId: string;
  callable: string;
  queue: string;
}

/** Live workers first, then the ones last seen; processes gone for more than a day are left out. */
export async function listWorkers(context: Context): Promise<WorkerSummary[]> {
  authorize(context, 'worker.read');
  const values: unknown[] = [];
  const reach = reachConditions(context.principal, values);
  const rows = await boundedRead(context.db, (query) => query<WorkerRow>(workersText(reach), values));
  const redaction = plainRedaction(context);
  return rows.map(({ heldCount, drainedReason, ...row }) => ({
    ...row,
    drainedReason: drainedReason && redaction.text(drainedReason),
    held: boundedCount(heldCount),
  }));
}

type WorkerRow = Omit<WorkerSummary, 'held'> & { heldCount: number } & Record<string, unknown>;

const workersText = (reach: readonly string[]) => `
  SELECT w.id, w.name, w.hostname, w.pid, w.version, w.queues, w.runners, w.concurrency, w.ray_address AS "rayAddress",
    w.started_at AS "startedAt", w.last_seen_at AS "lastSeenAt", w.lease_expires_at AS "leaseExpiresAt",
    w.stopped_at AS "stoppedAt", w.drained_at AS "drainedAt", w.drained_by AS "drainedBy",
    w.drained_reason AS "drainedReason", w.stopped_at IS NULL AND w.lease_expires_at > now() AS "isLive",
    held.count AS "heldCount", COALESCE(newest.attempts, '[]') AS attempts
  FROM raydeck.worker AS w
  CROSS JOIN LATERAL (SELECT count(*)::integer AS count FROM (
    SELECT FROM raydeck.attempt AS a WHERE a.worker_id = w.id AND a.released_at IS NULL LIMIT ${countLimit + 1}) AS rows) AS held
  CROSS JOIN LATERAL (SELECT json_agg(row_to_json(h)) AS attempts FROM (
    SELECT a.id, a.number, a.state, a.task_id AS "taskId", t.callable, t.queue
    FROM raydeck.attempt AS a JOIN raydeck.task AS t ON t.id = a.task_id
    WHERE ${['a.worker_id = w.id', 'a.released_at IS NULL', ...reach].join(' AND ')}
    ORDER BY a.id DESC LIMIT 20) AS h) AS newest
  WHERE w.stopped_at IS NULL AND w.lease_expires_at > now() OR w.last_seen_at > now() - interval '1 day'
  ORDER BY "isLive" DESC, w.last_seen_at DESC, w.id LIMIT 200`;

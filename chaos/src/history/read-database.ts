import type { Database } from '@raydeck/db';
import type { AttemptFact, EventFact, History, LeaseFact, Move, TaskFact } from './history.ts';

type FromDatabase = Pick<History, 'tasks' | 'attempts' | 'events' | 'moves' | 'leases'>;

const ms = (column: string, name: string): string => `(extract(epoch FROM ${column}) * 1000)::float8 AS "${name}"`;

/** What the database says at the end, whole. */
export async function readDatabase(db: Pick<Database, 'pool'>): Promise<FromDatabase> {
  const all = async <Row extends object>(sql: string): Promise<Row[]> => (await db.pool.query<Row>(sql)).rows;
  return {
    tasks: await all<TaskFact>(`SELECT id, state::text AS state, queue, concurrency_key AS "concurrencyKey", result,
      attempt_count AS "attemptCount", failures, losses, ${ms('run_at', 'runAtMs')}, ${ms('created_at', 'createdAtMs')},
      ${ms('finished_at', 'finishedAtMs')}, cancel_requested_at IS NOT NULL AS "cancelRequested" FROM raydeck.task`),
    attempts: await all<AttemptFact>(`SELECT id, task_id AS "taskId", number, state::text AS state, runner,
      execution_id AS "executionId", slot_queue AS "slotQueue", slot_key AS "slotKey", error_class AS "errorClass",
      ${ms('submitted_at', 'submittedAtMs')}, ${ms('started_at', 'startedAtMs')}, ${ms('finished_at', 'finishedAtMs')},
      ${ms('released_at', 'releasedAtMs')} FROM raydeck.attempt ORDER BY task_id, number`),
    events: await all<EventFact>(`SELECT task_id AS "taskId", attempt_id AS "attemptId", kind, actor, reason,
      ${ms('at', 'atMs')}, data->>'from' AS "fromWorkerId" FROM raydeck.task_event ORDER BY id`),
    moves: await all<Move>(`SELECT about AS "table", id, was AS "from", is_now AS "to", ${ms('at', 'atMs')}
      FROM chaos.move ORDER BY seq`),
    leases:
      await all<LeaseFact>(`SELECT worker_id AS "workerId", ${ms('at', 'atMs')}, ${ms('expires_at', 'expiresAtMs')}
      FROM chaos.lease ORDER BY seq`),
  };
}

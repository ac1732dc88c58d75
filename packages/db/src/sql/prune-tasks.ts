import type { Statement } from '../statement.ts';
import { deletion } from './deletion.ts';

/** What one portion of a lane came to. */
export type PrunedRow = {
  /** Rows looked at; fewer than the limit: the lane is at its end. */
  looked: number;
  /** The last one looked at, to go on after; null when there was none. Text: microseconds count. */
  lastAt: string | null;
  lastId: string | null;
  tasks: number;
  attempts: number;
  events: number;
  stored: number;
};

/**
 * Deletes a portion of the finished tasks of one queue and state that finished longer ago than `keepSeconds`, the oldest first, with
 * their attempts and events, notes what they kept outside the database, and counts all of it in the run's row. Stay: pinned tasks, tasks of which a task that was retried
 * from them, or from one of those, has not finished, tasks with an execution that is not known to be over, and what webhooks have not
 * been told of yet.
 *
 * Takes what nobody holds (SKIP LOCKED) and waits for no caller: what is locked now goes with the next run. Each step from task to
 * task is lateral, so that no statistics, however old, make a plan that reads a table. Repeats find less; a crash leaves a portion
 * gone or not.
 */
export const pruneTasks: Statement<
  [runId: string, queue: string, state: string, keepSeconds: number, afterAt: string, afterId: string, limit: number],
  PrunedRow
> = {
  name: 'prune-tasks',
  text: `
WITH RECURSIVE candidate AS MATERIALIZED (
    SELECT t.id, t.finished_at, t.result_ref, t.args_ref FROM raydeck.task AS t
    WHERE t.queue = $2 AND t.state = $3::raydeck.task_state AND t.finished_at IS NOT NULL AND NOT t.pinned
      AND t.finished_at < statement_timestamp() - $4::float8 * interval '1 second'
      AND t.finished_at <= (SELECT CASE WHEN EXISTS (SELECT FROM raydeck.webhook AS w WHERE w.enabled) THEN c.safe_at ELSE 'infinity' END
        FROM raydeck.webhook_cursor AS c)
      AND (t.finished_at, t.id) > ($5::timestamptz, $6::uuid)
    ORDER BY t.finished_at, t.id LIMIT $7 FOR UPDATE SKIP LOCKED
  ),
  ${deletion}
  counted AS (
    UPDATE raydeck.retention_run AS r SET batches = r.batches + 1, tasks = r.tasks + (SELECT count(*) FROM gone),
      attempts = r.attempts + (SELECT count(*) FROM attempt_gone), events = r.events + (SELECT count(*) FROM event_gone),
      stored_objects = r.stored_objects + (SELECT count(*) FROM stored)
    WHERE r.id = $1
  ),
  last AS (SELECT c.finished_at, c.id FROM candidate AS c ORDER BY c.finished_at DESC, c.id DESC LIMIT 1)
SELECT (SELECT count(*) FROM candidate)::integer AS looked,
  (SELECT finished_at FROM last)::text AS "lastAt", (SELECT id FROM last)::text AS "lastId",
  (SELECT count(*) FROM gone)::integer AS tasks, (SELECT count(*) FROM attempt_gone)::integer AS attempts,
  (SELECT count(*) FROM event_gone)::integer AS events, (SELECT count(*) FROM stored)::integer AS stored`,
};

import type { Statement } from '../statement.ts';

/**
 * Makes a delivery for each webhook that wants to hear of a portion of the tasks that finished after one moment and up to another, in
 * their order. What has one already keeps it, so that a stretch may be looked at twice. Never payloads: no arguments, result, message.
 * Served by task_finished_at_idx; locks nothing of a task's.
 */
export const taskDeliveries: Statement<
  [afterAt: string, afterId: string, upTo: string, limit: number],
  { looked: number; made: number; lastAt: string | null; lastId: string | null }
> = {
  name: 'task-deliveries',
  text: `
WITH portion AS MATERIALIZED (
    SELECT t.id, t.state, t.queue, t.callable, t.tags, t.priority, t.attempt_count, t.created_at, t.started_at, t.finished_at,
      t.created_by, t.retried_from
    FROM raydeck.task AS t
    WHERE t.finished_at >= $1::timestamptz AND (t.finished_at, t.id) > ($1::timestamptz, $2::uuid) AND t.finished_at <= $3::timestamptz
    ORDER BY t.finished_at, t.id LIMIT $4
  ),
  made AS (
    INSERT INTO raydeck.webhook_delivery (webhook_id, event, event_key, payload)
    SELECT w.id, 'task.' || lower(p.state::text), 'task:' || p.id || ':' || extract(epoch FROM p.finished_at), jsonb_build_object(
      'id', p.id, 'callable', p.callable, 'queue', p.queue, 'state', p.state, 'tags', p.tags, 'priority', p.priority,
      'attemptCount', p.attempt_count, 'errorClass', a.error_class, 'createdBy', p.created_by, 'retriedFrom', p.retried_from,
      'createdAt', p.created_at, 'startedAt', p.started_at, 'finishedAt', p.finished_at)
    FROM portion AS p
    JOIN raydeck.webhook AS w ON w.enabled AND p.finished_at > w.told_from AND 'task.' || lower(p.state::text) = ANY (w.events)
      AND (cardinality(w.queues) = 0 OR p.queue = ANY (w.queues))
      AND (cardinality(w.tags) = 0 OR p.tags && w.tags)
      AND (cardinality(w.callables) = 0 OR EXISTS (
        SELECT FROM unnest(w.callables) AS c WHERE p.callable = c OR starts_with(p.callable, c || '.')))
    LEFT JOIN LATERAL (
      SELECT a.error_class FROM raydeck.attempt AS a WHERE a.task_id = p.id AND a.number = p.attempt_count OFFSET 0) AS a ON true
    ORDER BY p.finished_at, p.id
    ON CONFLICT ON CONSTRAINT webhook_delivery_event_key DO NOTHING RETURNING 1
  ),
  last AS (SELECT p.finished_at, p.id FROM portion AS p ORDER BY p.finished_at DESC, p.id DESC LIMIT 1)
SELECT (SELECT count(*) FROM portion)::integer AS looked, (SELECT count(*) FROM made)::integer AS made,
  (SELECT finished_at FROM last)::text AS "lastAt", (SELECT id FROM last)::text AS "lastId"`,
};

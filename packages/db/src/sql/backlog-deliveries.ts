import type { Statement } from '../statement.ts';

/**
 * Tells when a queue reaches a webhook's threshold of due tasks, and when it has come down to half of it: between the two nothing is
 * told, so that a queue at its threshold does not flap. Counts by the ready index, up to the threshold. For the leader alone: two at
 * once would tell the same crossing once, for its row is made or deleted once.
 */
export const backlogDeliveries: Statement<[], { made: number }> = {
  name: 'backlog-deliveries',
  text: `
WITH watched AS MATERIALIZED (
    SELECT w.id, w.backlog_threshold AS threshold, q.name AS queue,
      (SELECT count(*) FROM (SELECT FROM raydeck.task AS t
        WHERE t.queue = q.name AND t.state = 'QUEUED' AND NOT t.parked AND t.run_at <= statement_timestamp()
        LIMIT w.backlog_threshold) AS due)::integer AS due,
      EXISTS (SELECT FROM raydeck.webhook_backlog AS b WHERE b.webhook_id = w.id AND b.queue = q.name) AS is_over
    FROM raydeck.webhook AS w JOIN raydeck.queue AS q ON cardinality(w.queues) = 0 OR q.name = ANY (w.queues)
    WHERE w.enabled AND 'queue.backlog' = ANY (w.events) AND w.backlog_threshold IS NOT NULL
  ),
  risen AS (
    INSERT INTO raydeck.webhook_backlog (webhook_id, queue)
    SELECT w.id, w.queue FROM watched AS w WHERE NOT w.is_over AND w.due >= w.threshold
    ON CONFLICT DO NOTHING RETURNING webhook_id, queue
  ),
  fallen AS (
    DELETE FROM raydeck.webhook_backlog AS b USING watched AS w
    WHERE b.webhook_id = w.id AND b.queue = w.queue AND w.is_over AND w.due <= w.threshold / 2
    RETURNING b.webhook_id, b.queue
  ),
  crossed AS (
    SELECT webhook_id, queue, true AS is_over FROM risen UNION ALL SELECT webhook_id, queue, false FROM fallen
  ),
  made AS (
    INSERT INTO raydeck.webhook_delivery (webhook_id, event, event_key, payload)
    SELECT c.webhook_id, 'queue.backlog', 'backlog:' || raydeck.uuid_v7(), jsonb_build_object('queue', c.queue, 'isOver', c.is_over,
      'threshold', w.threshold, 'due', w.due, 'at', clock_timestamp())
    FROM crossed AS c JOIN watched AS w ON w.id = c.webhook_id AND w.queue = c.queue
    RETURNING 1
  )
SELECT count(*)::integer AS made FROM made`,
};

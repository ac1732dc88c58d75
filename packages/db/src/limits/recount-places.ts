import type { Prisma } from '../generated/client.ts';

/**
 * Counts the places that executions hold, in one queue or in all: the last statements of a transaction that changes a limit,
 * after fenceClaims. Attempts claimed while no limit held count from now on.
 *
 * Locks as a release does: attempts by id, then counters by queue; releases meanwhile wait or were seen.
 */
export async function recountPlaces(tx: Prisma.TransactionClient, queue: string | null): Promise<void> {
  await tx.$executeRaw`
    WITH held AS MATERIALIZED (
      SELECT a.id FROM raydeck.attempt AS a JOIN raydeck.task AS t ON t.id = a.task_id
      WHERE a.released_at IS NULL AND COALESCE(a.slot_queue, t.queue) = COALESCE(${queue}, t.queue)
      ORDER BY a.id FOR NO KEY UPDATE OF a
    )
    UPDATE raydeck.attempt AS a
    SET slot_queue = COALESCE(a.slot_queue, t.queue),
      slot_key = COALESCE(a.slot_key, CASE WHEN q.key_limit IS NOT NULL THEN t.concurrency_key END)
    FROM held AS h, raydeck.task AS t LEFT JOIN raydeck.queue AS q ON q.name = t.queue
    WHERE a.id = h.id AND t.id = a.task_id AND a.released_at IS NULL`;
  await tx.$executeRaw`
    SELECT FROM raydeck.limit_counter WHERE queue = COALESCE(${queue}, queue) ORDER BY queue FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    UPDATE raydeck.limit_counter AS k
    SET live = (SELECT count(*) FROM raydeck.attempt AS a WHERE a.slot_queue = k.queue AND a.released_at IS NULL),
      tokens = LEAST(k.tokens, q.rate_tasks)
    FROM raydeck.queue AS q
    WHERE q.name = k.queue AND k.queue = COALESCE(${queue}, k.queue)`;
  await tx.$executeRaw`
    WITH counted AS (
      SELECT a.slot_queue AS queue, a.slot_key AS key, count(*)::integer AS live FROM raydeck.attempt AS a
      WHERE a.released_at IS NULL AND a.slot_queue = COALESCE(${queue}, a.slot_queue) AND a.slot_key IS NOT NULL
      GROUP BY a.slot_queue, a.slot_key
    ),
    emptied AS (
      UPDATE raydeck.key_counter AS y SET live = 0
      WHERE y.queue = COALESCE(${queue}, y.queue) AND y.live > 0
        AND NOT EXISTS (SELECT FROM counted AS c WHERE c.queue = y.queue AND c.key = y.key)
    )
    INSERT INTO raydeck.key_counter AS y (queue, key, live) SELECT c.queue, c.key, c.live FROM counted AS c
    ON CONFLICT ON CONSTRAINT key_counter_pkey DO UPDATE SET live = EXCLUDED.live`;
}

import type { Statement } from '../statement.ts';

/**
 * What a queue says to a task that exists already: the rules of `raydeck.enqueue_tasks`, for moves. No row when there is no such
 * queue. Locks as the door does: the queue is not deleted before the transaction ends.
 */
export const queueAdmission: Statement<
  [queue: string, callable: string, runner: string | null, profile: string | null],
  { allowsCallable: boolean; allowsRunner: boolean; allowsProfile: boolean }
> = {
  name: 'queue-admission',
  text: `
SELECT cardinality(q.allowed_callables) = 0
    OR EXISTS (SELECT FROM unnest(q.allowed_callables) AS a WHERE $2::text = a OR starts_with($2::text, a || '.')) AS "allowsCallable",
  cardinality(q.allowed_runners) = 0 OR $3::text IS NULL OR $3::text = ANY (q.allowed_runners) AS "allowsRunner",
  $4::text IS NULL OR COALESCE($4::text = q.profile, false) OR q.allowed_profiles && ARRAY[$4::text, '*'] AS "allowsProfile"
FROM raydeck.queue AS q WHERE q.name = $1 FOR KEY SHARE`,
};

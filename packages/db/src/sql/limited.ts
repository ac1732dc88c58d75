/** Whether a queue row `q` has a limit of its own, as SQL. */
export const hasOwnLimit = `(q.concurrency_limit IS NOT NULL OR q.key_limit IS NOT NULL OR q.rate_tasks IS NOT NULL
  OR q.max_pending IS NOT NULL)`;

/**
 * Tokens that the counter row `k` of queue `q` holds when the statement begins: a bucket of `rate_tasks`, filled once in
 * `rate_seconds`. One time for all of a claim: what came between two readings of the clock would be lost, each time.
 */
export const tokensNow = `LEAST(q.rate_tasks, COALESCE(k.tokens
  + extract(epoch FROM statement_timestamp() - k.refilled_at) * q.rate_tasks / q.rate_seconds, q.rate_tasks))`;

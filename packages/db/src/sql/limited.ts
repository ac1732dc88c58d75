/** Whether a queue row `q` has a limit of its own, as SQL. */
export const hasOwnLimit = `(q.concurrency_limit IS NOT NULL OR q.key_limit IS NOT NULL OR q.rate_tasks IS NOT NULL
  OR q.max_pending IS NOT NULL)`;

/** Tokens that the counter row `k` of queue `q` holds now: a bucket of `rate_tasks`, filled once in `rate_seconds`. */
export const tokensNow = `LEAST(q.rate_tasks, COALESCE(k.tokens
  + extract(epoch FROM clock_timestamp() - k.refilled_at) * q.rate_tasks / q.rate_seconds, q.rate_tasks))`;

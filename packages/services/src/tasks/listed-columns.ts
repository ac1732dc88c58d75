/** What a list shows of a task, and what its filters look at: all but the payload. */
export const listed = `t.id, t.callable, t.queue, t.priority, t.state, t.run_at, t.created_at, t.started_at, t.finished_at, t.attempt_count,
  t.max_attempts, t.tags, t.created_by, t.cancel_requested_at, t.runner, t.profile`;

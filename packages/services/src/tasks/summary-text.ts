import { lastAttempt } from './task-conditions.ts';

/** The rows of a list, from a statement that selects `t` with the listed columns. `more` are further columns, of `t` and `a`. */
export function summaryText(page: string, more = ''): string {
  return `
    SELECT t.id, t.callable, t.queue, t.priority, t.state::text AS state, t.run_at AS "runAt", t.created_at AS "createdAt",
      t.started_at AS "startedAt", t.finished_at AS "finishedAt", t.attempt_count AS "attemptCount",
      t.max_attempts AS "maxAttempts", t.tags, t.created_by AS "createdBy", t.cancel_requested_at AS "cancelRequestedAt",
      a.id AS "lastAttemptId", a.state::text AS "attemptState", a.ray_job_id AS "rayJobId", a.progress,
      a.error_class AS "errorClass", a.error_message AS "errorMessage", a.profile_id AS "profileId" ${more}
    FROM (${page}) AS t ${lastAttempt} ORDER BY t.id DESC`;
}

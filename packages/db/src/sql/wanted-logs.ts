import type { Statement } from '../statement.ts';

/**
 * Attempts of a cluster whose execution is over and whose output is not all there, the oldest first, without those that were tried in
 * vain just now. Reads without a lock.
 */
export const wantedLogs: Statement<
  [rayAddress: string, exceptIds: string[], limit: number],
  { attemptId: string; taskId: string; executionName: string; endedAgeMs: number }
> = {
  name: 'wanted-logs',
  text: `
SELECT a.id AS "attemptId", a.task_id AS "taskId", 'rd-' || i.id || '-' || a.id AS "executionName",
  (extract(epoch FROM clock_timestamp() - a.finished_at) * 1000)::float8 AS "endedAgeMs"
FROM raydeck.attempt AS a CROSS JOIN raydeck.installation AS i
WHERE a.log_wanted AND a.ray_address = $1 AND a.released_at IS NOT NULL AND a.id <> ALL ($2::uuid[])
ORDER BY a.finished_at LIMIT $3`,
};

import type { Statement } from '../statement.ts';
import { deletion } from './deletion.ts';

/**
 * Deletes one finished task as retention would, whatever its age. Stay: a pinned one, and what webhooks have not been told of yet; and
 * what `deletion` keeps. Waits for whoever holds the task. Repeats find nothing.
 */
export const deleteTaskStatement: Statement<[id: string], { found: boolean; deleted: boolean }> = {
  name: 'delete-task',
  text: `
WITH RECURSIVE candidate AS MATERIALIZED (
    SELECT t.id, t.finished_at, t.result_ref, t.args_ref FROM raydeck.task AS t
    WHERE t.id = $1::uuid AND t.finished_at IS NOT NULL AND NOT t.pinned
      AND t.finished_at <= (SELECT CASE WHEN EXISTS (SELECT FROM raydeck.webhook AS w WHERE w.enabled) THEN c.safe_at ELSE 'infinity' END
        FROM raydeck.webhook_cursor AS c)
    FOR UPDATE
  ),
  ${deletion}
  done AS (SELECT count(*) AS count FROM gone)
SELECT EXISTS (SELECT FROM candidate) AS found, (SELECT count FROM done) > 0 AS deleted`,
};

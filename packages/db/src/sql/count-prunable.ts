import type { Statement } from '../statement.ts';

/** Tasks of a lane whose time is over, up to a limit; by task_retention_idx alone. */
export const countPrunable: Statement<
  [queue: string, state: string, keepSeconds: number, limit: number],
  { count: number }
> = {
  name: 'count-prunable',
  text: `
SELECT count(*)::integer AS count FROM (
  SELECT FROM raydeck.task AS t
  WHERE t.queue = $1 AND t.state = $2::raydeck.task_state AND t.finished_at IS NOT NULL AND NOT t.pinned
    AND t.finished_at < statement_timestamp() - $3::float8 * interval '1 second'
  ORDER BY t.finished_at LIMIT $4
) AS t`,
};

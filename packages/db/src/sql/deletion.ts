/**
 * Parts of a recursive WITH that delete the tasks of `candidate` (id, result_ref, args_ref), with their attempts and events, and note
 * what they kept outside the database. Stay: tasks of which a task that was retried from them, or from one of those, has not finished,
 * and tasks with an execution that is not known to be over. Each step from task to task is lateral, so that no statistics make a
 * plan that reads a table.
 */
export const deletion = `descendant AS (
    SELECT c.id AS root, k.id, k.finished_at FROM candidate AS c CROSS JOIN LATERAL (
      SELECT k.id, k.finished_at FROM raydeck.task AS k WHERE k.retried_from = c.id OFFSET 0) AS k
    UNION
    SELECT d.root, k.id, k.finished_at FROM descendant AS d CROSS JOIN LATERAL (
      SELECT k.id, k.finished_at FROM raydeck.task AS k WHERE k.retried_from = d.id OFFSET 0) AS k
  ),
  held AS MATERIALIZED (
    SELECT root AS id FROM descendant WHERE finished_at IS NULL
    UNION
    -- By task, then: the index of what is not released would have all that runs read for each.
    SELECT c.id FROM candidate AS c CROSS JOIN LATERAL (
      SELECT a.released_at FROM raydeck.attempt AS a WHERE a.task_id = c.id OFFSET 0) AS a
    WHERE a.released_at IS NULL
  ),
  doomed AS MATERIALIZED (
    SELECT c.id, c.result_ref, c.args_ref FROM candidate AS c WHERE c.id NOT IN (SELECT id FROM held)
  ),
  attempt_gone AS (
    DELETE FROM raydeck.attempt AS a WHERE a.task_id = ANY (ARRAY (SELECT id FROM doomed))
    RETURNING a.result_ref, a.log_ref
  ),
  event_gone AS (
    DELETE FROM raydeck.task_event AS e WHERE e.task_id = ANY (ARRAY (SELECT id FROM doomed)) RETURNING 1
  ),
  gone AS (
    DELETE FROM raydeck.task AS t WHERE t.id = ANY (ARRAY (SELECT id FROM doomed)) RETURNING 1
  ),
  stored AS (
    INSERT INTO raydeck.stored_deletion (ref)
    SELECT r.ref FROM (
      SELECT result_ref AS ref FROM doomed UNION SELECT result_ref FROM attempt_gone UNION SELECT log_ref FROM attempt_gone
      -- Several tasks may share their arguments: the last one takes them along.
      UNION SELECT d.args_ref FROM doomed AS d WHERE NOT EXISTS (
        SELECT FROM raydeck.task AS t WHERE t.args_ref = d.args_ref AND t.id <> ALL (ARRAY (SELECT id FROM doomed)))
    ) AS r WHERE r.ref IS NOT NULL
    RETURNING 1
  ),`;

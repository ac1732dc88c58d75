import type { Principal } from '@raydeck/core';
import { parameter, reachConditions } from '../reading/reach.ts';

/** Finished tasks that the overview looks at. */
const overviewLimit = 20_000;

interface Text {
  text: string;
  values: unknown[];
}

/** One row for each minute of the window, also for those without tasks. */
export function bucketsStatement(principal: Principal, minutes: number): Text {
  const { text, values } = finishedTasks(principal, minutes);
  return {
    values,
    // A retry moves run_at, so that only tasks of one attempt still say how long they waited.
    text: `
    WITH finished AS (${text}),
    waited AS (
      SELECT f.*, EXTRACT(EPOCH FROM a.submitted_at - f.run_at)::double precision AS wait
      FROM finished AS f LEFT JOIN raydeck.attempt AS a ON a.task_id = f.id AND a.number = 1 AND f.attempt_count = 1
    )
    SELECT minute AS at,
      count(*) FILTER (WHERE w.state = 'SUCCEEDED')::integer AS succeeded,
      count(*) FILTER (WHERE w.state = 'FAILED')::integer AS failed,
      count(*) FILTER (WHERE w.state = 'CANCELED')::integer AS canceled,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY w.wait) AS "waitP50Seconds",
      percentile_cont(0.95) WITHIN GROUP (ORDER BY w.wait) AS "waitP95Seconds",
      (SELECT count(*) FROM finished) >= ${overviewLimit} AS "isCapped"
    FROM generate_series(date_trunc('minute', now()) - interval '${minutes - 1} minutes', now(), interval '1 minute') AS minute
    LEFT JOIN waited AS w ON date_trunc('minute', w.finished_at) = minute
    GROUP BY minute ORDER BY minute`,
  };
}

export function failuresStatement(principal: Principal, minutes: number): Text {
  const { text, values } = finishedTasks(principal, minutes);
  return {
    values,
    text: `
    WITH finished AS (${text})
    SELECT COALESCE(a.error_class, 'unknown') AS "errorClass", count(*)::integer AS count
    FROM finished AS f LEFT JOIN raydeck.attempt AS a ON a.task_id = f.id AND a.number = f.attempt_count
    WHERE f.state = 'FAILED' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`,
  };
}

/** The newest first by the index on finished_at; a key's reach is checked on at most `overviewLimit` of them. */
function finishedTasks(principal: Principal, minutes: number): Text {
  const values: unknown[] = [];
  const since = `date_trunc('minute', now()) - (${parameter(values, minutes - 1)}::integer * interval '1 minute')`;
  const reach = reachConditions(principal, values);
  const text = `
    SELECT * FROM (
      SELECT t.id, t.state, t.queue, t.callable, t.created_by, t.finished_at, t.run_at, t.attempt_count FROM raydeck.task AS t
      WHERE t.finished_at >= ${since} ORDER BY t.finished_at DESC LIMIT ${overviewLimit}
    ) AS t WHERE ${['true', ...reach].join(' AND ')}`;
  return { text, values };
}

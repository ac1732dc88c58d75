import type { Statement } from '../statement.ts';

/**
 * All that a cluster lists, as JSON records of `MirroredJob`: new ones are added, the oldest first so that ids follow time, changed
 * ones written anew, and those that Ray no longer lists are marked as gone. Doing it twice changes nothing. Locks only what it writes.
 */
export const mirrorJobs: Statement<
  [address: string, session: string, jobs: string],
  { added: number; changed: number; gone: number }
> = {
  name: 'mirror-jobs',
  text: `
WITH
  listed AS MATERIALIZED (
    SELECT j.*, to_timestamp(j."startedAtMs" / 1000.0) AS started_at, to_timestamp(j."endedAtMs" / 1000.0) AS ended_at
    FROM jsonb_to_recordset($3::jsonb) AS j(key text, "submissionId" text, "jobId" text, type text, status text, entrypoint text,
      message text, "errorType" text, "attemptId" uuid, metadata jsonb, "nodeId" text, "exitCode" integer,
      "startedAtMs" double precision, "endedAtMs" double precision)
  ),
  written AS (
    INSERT INTO raydeck.cluster_job AS c (ray_address, ray_session, key, submission_id, job_id, type, status, entrypoint, message,
      error_type, attempt_id, metadata, node_id, exit_code, started_at, ended_at)
    SELECT $1, $2, key, "submissionId", "jobId", type, status, entrypoint, message, "errorType", "attemptId", metadata, "nodeId",
      "exitCode", started_at, ended_at
    FROM listed ORDER BY started_at NULLS LAST, key
    ON CONFLICT ON CONSTRAINT cluster_job_key DO UPDATE SET job_id = EXCLUDED.job_id, status = EXCLUDED.status,
      message = EXCLUDED.message, error_type = EXCLUDED.error_type, metadata = EXCLUDED.metadata, node_id = EXCLUDED.node_id,
      exit_code = EXCLUDED.exit_code, started_at = EXCLUDED.started_at, ended_at = EXCLUDED.ended_at,
      seen_at = clock_timestamp(), gone_at = NULL
    WHERE (c.status, c.message, c.job_id, c.node_id, c.exit_code, c.started_at, c.ended_at) IS DISTINCT FROM
      (EXCLUDED.status, EXCLUDED.message, EXCLUDED.job_id, EXCLUDED.node_id, EXCLUDED.exit_code, EXCLUDED.started_at, EXCLUDED.ended_at)
      OR c.gone_at IS NOT NULL
    RETURNING (xmax = 0) AS is_new
  ),
  gone AS (
    UPDATE raydeck.cluster_job AS c SET gone_at = clock_timestamp(), seen_at = clock_timestamp()
    WHERE c.ray_address = $1 AND c.gone_at IS NULL
      AND NOT EXISTS (SELECT FROM listed AS l WHERE c.ray_session = $2 AND l.key = c.key)
    RETURNING 1
  )
SELECT (SELECT count(*)::integer FROM written WHERE is_new) AS added,
  (SELECT count(*)::integer FROM written WHERE NOT is_new) AS changed, (SELECT count(*)::integer FROM gone) AS gone`,
};

/** A job as the mirror takes it. */
export interface MirroredJob {
  /** Ray's submission id, or the job id of a driver that nobody submitted. */
  key: string;
  submissionId: string | null;
  jobId: string | null;
  type: string;
  status: string;
  entrypoint: string;
  message: string | null;
  errorType: string | null;
  attemptId: string | null;
  metadata: Record<string, string>;
  nodeId: string | null;
  exitCode: number | null;
  startedAtMs: number | null;
  endedAtMs: number | null;
}

/**
 * Jobs of others whose output is to be fetched: while they run every half a minute, and once after they changed for the last time. The
 * newest first: of those, people want to know.
 */
export const wantedJobLogs: Statement<
  [address: string, session: string, limit: number],
  { id: string; submissionId: string }
> = {
  name: 'wanted-job-logs',
  text: `
SELECT c.id, c.submission_id AS "submissionId" FROM raydeck.cluster_job AS c
WHERE c.ray_address = $1 AND c.ray_session = $2 AND c.gone_at IS NULL AND c.attempt_id IS NULL AND c.submission_id IS NOT NULL
  AND c.status <> 'PENDING' AND (c.log_at IS NULL OR CASE WHEN c.status = 'RUNNING'
    THEN c.log_at < clock_timestamp() - interval '30 seconds' ELSE c.log_at < c.seen_at END)
ORDER BY c.log_at NULLS FIRST, c.id DESC LIMIT $3`,
};

/** Null: Ray had nothing to give, and what was kept before stays. */
export const keepJobLog: Statement<[id: string, tail: string | null], Record<string, never>> = {
  name: 'keep-job-log',
  text: `UPDATE raydeck.cluster_job SET log_tail = COALESCE($2, log_tail), log_at = clock_timestamp() WHERE id = $1`,
};

/** Those that are gone for so long, a portion at a time. */
export const pruneJobs: Statement<[keepDays: number, limit: number], { id: string }> = {
  name: 'prune-jobs',
  text: `
DELETE FROM raydeck.cluster_job WHERE id = ANY (ARRAY (
  SELECT id FROM raydeck.cluster_job
  WHERE gone_at IS NOT NULL AND seen_at < clock_timestamp() - $1::float8 * interval '1 day' ORDER BY seen_at LIMIT $2))
RETURNING id`,
};

import type { Statement } from '../statement.ts';
import { type CoreCallFacts, iso } from './core-calls.ts';
import { keyIdOfTask } from './key-id.ts';
import { hasOwnLimit, tokensNow } from './limited.ts';
import { selectLimitedQueues } from './limited-queues.ts';
import type { SubmissionRow } from './submission-row.ts';

/** A first call under `ray_core` comes with the claim, unless its arguments are larger: what waits in a worker is bounded by it. */
const largestClaimedBytes = 4_096;

const workerMayClaim = `EXISTS (SELECT FROM raydeck.worker AS w
  WHERE w.id = $1 AND w.stopped_at IS NULL AND w.drained_at IS NULL AND w.lease_expires_at > clock_timestamp())`;

/** The control row is share-locked, and read again by its version: after a wait for its change the snapshot is too old. */
const gate = `
  gate AS MATERIALIZED (SELECT c.version FROM raydeck.control AS c WHERE c.singleton FOR SHARE),
  usable AS MATERIALIZED (
    SELECT CASE WHEN EXISTS (SELECT FROM raydeck.cluster AS u WHERE u.address = $6 AND u.drained)
      THEN ARRAY (SELECT r FROM unnest($4::text[]) AS r WHERE r = 'local') ELSE $4::text[] END AS runners
  )`;

/** The highest priority of a queue's tasks, below another one. */
const nextPriority = (queue: string, below = ''): string => `(
      SELECT t.priority FROM raydeck.task AS t WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = ${queue}${below}
      ORDER BY t.priority DESC LIMIT 1)`;

/** The same, where a marked priority is taken for one that has tasks: to find out would walk all that has left the index below its mark. */
const nextMarkedPriority = (queue: string, below: string): string => {
  const marked = `(SELECT max(m.priority) FROM mark AS m WHERE m.queue = ${queue} AND m.priority < ${below})`;
  return `COALESCE(${nextPriority(queue, ` AND t.priority < ${below} AND t.priority > COALESCE(${marked}, -32768)`)}, ${marked})`;
};

/** Due tasks of the lane `l`, locked; no more than `share`. */
const dueOfLane = (columns: string, share: string, more = ''): string => `
    FROM (SELECT *, random() AS luck FROM lane WHERE priority IS NOT NULL ORDER BY priority DESC, luck) AS l
    CROSS JOIN LATERAL (
      SELECT ${columns} FROM raydeck.task AS t
      WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = l.name AND t.priority = l.priority
        AND t.run_at <= statement_timestamp()${more}
        AND (t.expires_at IS NULL OR t.expires_at > statement_timestamp())
        AND CASE WHEN COALESCE(t.runner, l.runner, $5) = ANY ((SELECT runners FROM usable)::text[]) THEN true ELSE false END
      ORDER BY t.run_at, t.id LIMIT ${share}
      FOR NO KEY UPDATE SKIP LOCKED
    ) AS d`;

/** From the tasks `picked` to their new attempts, `fresh`; `slots` says of which queue and key each takes a place. */
const movedFrom = (slots: { queue: string; key: string }): string => `
  moved AS (
    UPDATE raydeck.task AS t
    SET state = 'RUNNING', attempt_count = t.attempt_count + 1, started_at = COALESCE(t.started_at, clock_timestamp())
    WHERE t.id = ANY (ARRAY (SELECT id FROM picked)) AND t.state::text = 'QUEUED'
    RETURNING t.id, t.attempt_count, t.queue, t.runner, t.profile, t.resources, t.run_at, t.priority, t.concurrency_key, t.traceparent,
      t.callable, t.args, t.kwargs, t.args_ref, t.tags, t.created_at, t.failures, t.max_attempts, ${keyIdOfTask('t.args')} AS key_id
  ),
  fresh AS MATERIALIZED (
    SELECT raydeck.uuid_v7() AS id, m.id AS task_id, m.attempt_count AS number, m.queue, m.resources, m.run_at, m.priority, m.traceparent, m.key_id,
      m.callable, m.args, m.kwargs, m.args_ref, m.tags, m.created_at, m.failures, m.max_attempts,
      q.max_attempts AS queue_max_attempts, q.plain_callables,
      COALESCE(m.runner, q.runner, $5) = 'ray_core' AND m.attempt_count = 1
        AND octet_length(m.args) + octet_length(m.kwargs) <= ${largestClaimedBytes} AS brings_call,
      COALESCE(m.runner, q.runner, $5) AS runner, p.id AS profile_id, ${slots.queue} AS slot_queue, ${slots.key} AS slot_key
    FROM moved AS m
    JOIN open_queue AS q ON q.name = m.queue
    LEFT JOIN LATERAL (
      SELECT p.id FROM raydeck.profile AS p WHERE p.name = COALESCE(m.profile, q.profile) ORDER BY p.version DESC LIMIT 1
    ) AS p ON true
  ),
  inserted AS (
    INSERT INTO raydeck.attempt (id, task_id, number, runner, profile_id, worker_id, ray_address, ray_session, ray_job_id,
      slot_queue, slot_key)
    SELECT f.id, f.task_id, f.number, f.runner, f.profile_id, $1,
      CASE WHEN f.runner <> 'local' THEN $6 END, CASE WHEN f.runner <> 'local' THEN $7 END,
      'rd-' || i.id || '-' || f.id, f.slot_queue, f.slot_key
    FROM fresh AS f, raydeck.installation AS i
  )`;

const claimedColumns = `f.id AS "attemptId", f.task_id AS "taskId", f.number, f.queue, f.runner, f.resources,
  'rd-' || i.id || '-' || f.id AS "executionName",
  CASE WHEN f.runner <> 'local' THEN $6 END AS "rayAddress", CASE WHEN f.runner <> 'local' THEN $7 END AS "raySession",
  f.profile_id AS "profileId", f.traceparent, f.key_id AS "keyId",
  (extract(epoch FROM clock_timestamp() - f.run_at) * 1000)::float8 AS "waitMs",
  CASE WHEN f.brings_call THEN f.args END AS args, CASE WHEN f.brings_call THEN f.kwargs END AS kwargs, f.args_ref AS "argsRef",
  f.callable, f.priority, f.run_at::text AS "runAt", f.tags, ${iso('f.created_at')} AS "enqueuedAt", f.failures, f.plain_callables AS "plainCallables",
  f.max_attempts AS "taskMaxAttempts", f.queue_max_attempts AS "queueMaxAttempts"`;

type ClaimValues = [
  workerId: string,
  queues: string[] | null,
  limit: number,
  runners: string[],
  defaultRunner: string,
  rayAddress: string | null,
  raySession: string | null,
];

/**
 * Task QUEUED → RUNNING and a new attempt SUBMITTED, for up to `limit` due tasks, in one statement. Queues with a limit are left, and told of.
 *
 * The ready index is walked lane by lane (queue, priority): each lane is one range of due tasks, so tasks for later cost
 * one probe a lane, whatever their number. Within a lane by `run_at`; lanes by priority; queues of one priority in random
 * order, so that none starves. The `state` and `parked` terms match the partial index; the guard on the update compares
 * text, so that no index can serve it and stale statistics cannot tempt the planner.
 *
 * The runner's term is a CASE, which the planner takes for true every other time: told plainly it is taken for rare, and with
 * fresh statistics each claim then read and sorted the whole backlog (5 to 25 ms for 20,000 due tasks).
 *
 * `marks` say behind which task the walk of a lane begins; without one it begins at the front. A claim's entry stays in the index until it is
 * cleaned away, which it cannot be while somebody's snapshot is open: claims of a backlog would walk past more and more of them. What has come
 * in before a mark since is found by a claim without.
 *
 * A pause over all queues lets nothing through, a drained cluster nothing but what needs no cluster. Every claim share-locks the control
 * row: whoever changes a limit waits for it, and a claim that had to wait for a change takes nothing, for its snapshot is older.
 *
 * Locks: control (share), then tasks, SKIP LOCKED, so it waits for no caller's transaction; the new attempts are nobody
 * else's yet. Does nothing when the worker's lease is over, or it is drained. A crash after the commit leaves live attempts that the worker, or
 * its adopter, reads and drives. Always one row at least, for `leavesLimited`: without an attempt its other columns are null.
 */
export const claimAttempts: Statement<
  [...ClaimValues, markQueues: string[], markPriorities: number[], markRunAts: string[], markTaskIds: string[]],
  ClaimRow & { leavesLimited: boolean }
> = {
  name: 'claim-attempts',
  text: `
WITH RECURSIVE ${gate},
  open_queue AS MATERIALIZED (
    SELECT q.name, q.runner, q.profile, q.max_attempts, q.plain_callables
    FROM raydeck.control AS c CROSS JOIN raydeck.queue AS q
    WHERE c.singleton AND NOT c.paused AND c.concurrency_limit IS NULL AND c.version = (SELECT version FROM gate) AND ${workerMayClaim}
      AND NOT q.paused AND ($2::text[] IS NULL OR q.name = ANY ($2)) AND NOT ${hasOwnLimit}
  ),
  mark AS MATERIALIZED (
    SELECT * FROM unnest($8::text[], $9::smallint[], $10::timestamptz[], $11::uuid[]) AS m (queue, priority, run_at, task_id)
  ),
  step AS (
    SELECT q.name, q.runner, ${nextMarkedPriority('q.name', '32767')} AS priority FROM open_queue AS q
    UNION ALL
    SELECT l.name, l.runner, ${nextMarkedPriority('l.name', 'l.priority')} FROM step AS l WHERE l.priority IS NOT NULL
  ),
  lane AS (
    SELECT s.*, COALESCE(m.run_at, '-infinity') AS after_run_at, COALESCE(m.task_id, '00000000-0000-0000-0000-000000000000') AS after_id
    FROM step AS s LEFT JOIN mark AS m ON m.queue = s.name AND m.priority = s.priority
  ),
  picked AS MATERIALIZED (
    SELECT d.id ${dueOfLane('t.id', '$3::integer', ' AND (t.run_at, t.id) > (l.after_run_at, l.after_id)')}
    LIMIT $3
  ),
  ${movedFrom({ queue: 'NULL', key: 'NULL' })}
SELECT ${claimedColumns},
  EXISTS (SELECT FROM (${selectLimitedQueues('$2')}) AS l WHERE l.queue <> '') AS "leavesLimited"
FROM raydeck.installation AS i
LEFT JOIN fresh AS f ON true
ORDER BY f.priority DESC, f.run_at, f.task_id`,
};

/**
 * The same where limits hold: queues with one are served when they are among `lockedQueues`, whose counters the same transaction has locked
 * before. No more is taken than they have free, and tasks whose key is full are parked. Under a limit over all queues its own counter, '',
 * must be locked too. `window` bounds the tasks looked at.
 */
export const claimLimitedAttempts: Statement<
  [...ClaimValues, lockedQueues: string[], window: number],
  ClaimRow & { parkedCount: number }
> = {
  name: 'claim-limited-attempts',
  text: `
WITH RECURSIVE ${gate},
  control AS MATERIALIZED (
    SELECT c.concurrency_limit IS NOT NULL AS is_limited,
      c.concurrency_limit - (SELECT COALESCE(sum(k.live), 0) FROM raydeck.limit_counter AS k) AS free
    FROM raydeck.control AS c
    WHERE c.singleton AND NOT c.paused AND c.version = (SELECT version FROM gate) AND ${workerMayClaim}
  ),
  open_queue AS MATERIALIZED (
    SELECT q.name, q.runner, q.profile, q.key_limit, q.max_attempts, q.plain_callables, k.queue IS NOT NULL AS is_counted,
      CASE WHEN q.rate_tasks IS NOT NULL THEN ${tokensNow} END AS tokens,
      CASE WHEN k.queue IS NOT NULL THEN LEAST(
        q.concurrency_limit - k.live,
        CASE WHEN q.rate_tasks IS NOT NULL THEN floor(${tokensNow})::integer END,
        CASE WHEN q.max_pending IS NOT NULL THEN q.max_pending - (SELECT count(*)::integer FROM raydeck.attempt AS a
          WHERE a.slot_queue = q.name AND a.released_at IS NULL AND a.state::text = 'SUBMITTED') END) END AS free
    FROM control AS c CROSS JOIN raydeck.queue AS q
    LEFT JOIN raydeck.limit_counter AS k ON k.queue = q.name AND k.queue = ANY ($8::text[])
    WHERE NOT q.paused AND ($2::text[] IS NULL OR q.name = ANY ($2))
      AND (c.free IS NULL OR c.free > 0)
      AND CASE WHEN c.is_limited THEN k.queue IS NOT NULL AND '' = ANY ($8::text[])
        ELSE k.queue IS NOT NULL OR NOT ${hasOwnLimit} END
  ),
  lane AS (
    SELECT q.name, q.runner, q.key_limit, q.free,
      CASE WHEN q.key_limit IS NOT NULL THEN $9::integer ELSE LEAST($3::integer, q.free) END AS share, ${nextPriority('q.name')} AS priority
    FROM open_queue AS q WHERE q.free IS NULL OR q.free > 0
    UNION ALL
    SELECT l.name, l.runner, l.key_limit, l.free, l.share, ${nextPriority('l.name', ' AND t.priority < l.priority')}
    FROM lane AS l WHERE l.priority IS NOT NULL
  ),
  due AS MATERIALIZED (
    SELECT d.*, l.name AS queue, l.priority, l.luck, l.key_limit, l.free ${dueOfLane('t.id, t.run_at, t.concurrency_key', 'l.share')}
    LIMIT $9
  ),
  by_key AS MATERIALIZED (
    SELECT d.*, d.key_limit IS NULL OR d.concurrency_key IS NULL
        OR row_number() OVER (PARTITION BY d.queue, d.concurrency_key ORDER BY d.priority DESC, d.run_at, d.id)
          <= d.key_limit - COALESCE(y.live, 0) AS fits
    FROM due AS d
    LEFT JOIN raydeck.key_counter AS y ON d.key_limit IS NOT NULL AND y.queue = d.queue AND y.key = d.concurrency_key
  ),
  picked AS MATERIALIZED (
    SELECT b.id FROM (
      SELECT b.*, row_number() OVER (PARTITION BY b.queue ORDER BY b.priority DESC, b.run_at, b.id) AS place
      FROM by_key AS b WHERE b.fits
    ) AS b
    WHERE b.free IS NULL OR b.place <= b.free
    ORDER BY b.priority DESC, b.luck, b.run_at, b.id
    LIMIT GREATEST(0, LEAST($3, (SELECT free FROM control)))
  ),
  parked AS (
    UPDATE raydeck.task AS t SET parked = true
    WHERE t.id = ANY (ARRAY (SELECT id FROM by_key WHERE NOT fits)) AND t.state::text = 'QUEUED'
    RETURNING t.queue, t.concurrency_key
  ),
  ${movedFrom({
    queue: 'CASE WHEN q.is_counted THEN m.queue END',
    key: 'CASE WHEN q.key_limit IS NOT NULL THEN m.concurrency_key END',
  })},
  counted AS (
    UPDATE raydeck.limit_counter AS k
    SET live = k.live + n.count, tokens = n.tokens - n.count,
      refilled_at = CASE WHEN n.tokens IS NOT NULL THEN statement_timestamp() END
    FROM (
      SELECT f.queue, q.tokens, count(*)::integer AS count FROM fresh AS f JOIN open_queue AS q ON q.name = f.queue
      WHERE q.is_counted GROUP BY f.queue, q.tokens
    ) AS n
    WHERE k.queue = n.queue
  ),
  key_counted AS (
    INSERT INTO raydeck.key_counter AS y (queue, key, live, parked)
    SELECT n.queue, n.key, sum(n.live)::integer, sum(n.parked)::integer
    FROM (
      SELECT f.queue, f.slot_key AS key, 1 AS live, 0 AS parked FROM fresh AS f WHERE f.slot_key IS NOT NULL
      UNION ALL SELECT p.queue, p.concurrency_key, 0, 1 FROM parked AS p
    ) AS n
    GROUP BY n.queue, n.key
    ON CONFLICT ON CONSTRAINT key_counter_pkey DO UPDATE SET live = y.live + EXCLUDED.live, parked = y.parked + EXCLUDED.parked
  )
SELECT ${claimedColumns}, n.count AS "parkedCount"
FROM raydeck.installation AS i
CROSS JOIN (SELECT count(*)::integer AS count FROM parked) AS n
LEFT JOIN fresh AS f ON true
ORDER BY f.priority DESC, f.run_at, f.task_id`,
};

/** A claimed attempt, or the one row that says nothing of any. */
export type ClaimRow = ClaimedRow | { attemptId: null };

/** An attempt as its worker takes it on. `args` and `kwargs` are null when the call is to be read once more. */
export type ClaimedRow = SubmissionRow &
  Omit<CoreCallFacts, 'args' | 'kwargs'> & {
    waitMs: number;
    runAt: string;
    args: string | null;
    kwargs: string | null;
  };

-- Every way in: limits, profiles with all their parts, the catalogue, schedules, keys for one's own tasks, a readable audit log,
-- queues that can be deleted. Adds only; the version before runs on beside it.

-- ---------------------------------------------------------------------------------------------------------- limits

ALTER TABLE raydeck.queue
  ADD COLUMN concurrency_limit integer,
  ADD COLUMN key_limit         integer,
  ADD COLUMN rate_tasks        integer,
  ADD COLUMN rate_seconds      double precision,
  ADD COLUMN max_pending       integer,
  ADD COLUMN allowed_runners   text[] NOT NULL DEFAULT '{}',
  -- What tasks may name besides the queue's own profile; '*': any.
  ADD COLUMN allowed_profiles  text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT queue_concurrency_limit_check CHECK (concurrency_limit BETWEEN 1 AND 100000),
  ADD CONSTRAINT queue_key_limit_check CHECK (key_limit BETWEEN 1 AND 100000),
  ADD CONSTRAINT queue_rate_tasks_check CHECK (rate_tasks BETWEEN 1 AND 1000000),
  ADD CONSTRAINT queue_rate_seconds_check CHECK (rate_seconds BETWEEN 0.1 AND 86400),
  ADD CONSTRAINT queue_rate_check CHECK ((rate_tasks IS NULL) = (rate_seconds IS NULL)),
  ADD CONSTRAINT queue_max_pending_check CHECK (max_pending BETWEEN 1 AND 100000),
  -- Without a runner of its own the queue would leave the choice to the worker, which does not know the list.
  ADD CONSTRAINT queue_allowed_runners_check CHECK (cardinality(allowed_runners) = 0
    OR (runner IS NOT NULL AND runner = ANY (allowed_runners) AND allowed_runners <@ ARRAY['ray_job', 'ray_core', 'local']));

-- What holds for all queues. Each claim share-locks the one row and compares its version with its own snapshot's: whoever
-- changes a limit raises the version, and so waits for the claims under way and is seen by the next ones.
CREATE TABLE raydeck.control (
  singleton         boolean PRIMARY KEY DEFAULT true,
  version           bigint NOT NULL DEFAULT 1,
  concurrency_limit integer,
  updated_at        timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  updated_by        text,
  CONSTRAINT control_singleton_check CHECK (singleton),
  CONSTRAINT control_concurrency_limit_check CHECK (concurrency_limit BETWEEN 1 AND 100000)
);

-- Places held, for queues with a limit: raised in the claim, lowered when an execution is known to be over. The row '' is the
-- lock of the limit over all queues and counts nothing.
CREATE TABLE raydeck.limit_counter (
  queue       text PRIMARY KEY,
  live        integer NOT NULL DEFAULT 0,
  -- What is left of the rate at refilled_at; null until the first claim.
  tokens      double precision,
  refilled_at timestamptz(6),
  CONSTRAINT limit_counter_live_check CHECK (live >= 0)
) WITH (fillfactor = 50);

-- The same for each concurrency key, and how many tasks wait parked for it (at least so many; a cancel leaves it).
CREATE TABLE raydeck.key_counter (
  queue  text NOT NULL,
  key    text NOT NULL,
  live   integer NOT NULL DEFAULT 0,
  parked integer NOT NULL DEFAULT 0,
  PRIMARY KEY (queue, key),
  CONSTRAINT key_counter_live_check CHECK (live >= 0),
  CONSTRAINT key_counter_parked_check CHECK (parked >= 0)
) WITH (fillfactor = 80);
CREATE INDEX key_counter_parked_idx ON raydeck.key_counter (queue, live) WHERE parked > 0;

CREATE FUNCTION raydeck.add_limit_counter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO raydeck.limit_counter (queue) VALUES (NEW.name) ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER queue_limit_counter AFTER INSERT ON raydeck.queue FOR EACH ROW EXECUTE FUNCTION raydeck.add_limit_counter();

INSERT INTO raydeck.control DEFAULT VALUES;
INSERT INTO raydeck.limit_counter (queue) VALUES ('');
INSERT INTO raydeck.limit_counter (queue) SELECT name FROM raydeck.queue;

-- The place that an attempt was counted for; null when no limit held at its claim. The task may have moved on since.
ALTER TABLE raydeck.attempt ADD COLUMN slot_queue text, ADD COLUMN slot_key text;
-- For the audit of the counters and the count of attempts not started; no guard names slot_queue.
CREATE INDEX attempt_slot_idx ON raydeck.attempt (slot_queue) WHERE released_at IS NULL AND slot_queue IS NOT NULL;

ALTER TABLE raydeck.task
  ADD CONSTRAINT task_concurrency_key_check CHECK (length(concurrency_key) BETWEEN 1 AND 200);
-- Tasks set aside until their key has a free place: out of the ready index, so that they never block the head of the line.
CREATE INDEX task_parked_idx ON raydeck.task (queue, concurrency_key, priority DESC, run_at, id) WHERE state = 'QUEUED' AND parked;

-- -------------------------------------------------------------------------------------------------------- profiles

ALTER TABLE raydeck.profile
  -- Code by https, s3 or gs instead of a package; neither: it is in the image.
  ADD COLUMN source_uri             text,
  ADD COLUMN installer              text,
  ADD COLUMN requirements           text[] NOT NULL DEFAULT '{}',
  -- Name → ciphertext. Delivered by the start gate, never through Ray.
  ADD COLUMN secrets                jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN python                 text,
  ADD COLUMN django_settings_module text,
  ADD COLUMN reason                 text,
  ADD CONSTRAINT profile_source_check CHECK (source_uri IS NULL OR package_hash IS NULL),
  ADD CONSTRAINT profile_installer_check CHECK (installer IN ('pip', 'uv') AND cardinality(requirements) > 0
    OR installer IS NULL AND cardinality(requirements) = 0);

-- The callables that a profile version holds, as `python -m raydeck catalogue` found them.
CREATE TABLE raydeck.catalogue_entry (
  profile_id uuid NOT NULL CONSTRAINT catalogue_entry_profile_id_fkey REFERENCES raydeck.profile (id) ON DELETE CASCADE,
  callable   text NOT NULL,
  kind       text NOT NULL,
  doc        text,
  owner      text,
  is_async   boolean NOT NULL DEFAULT false,
  parameters jsonb NOT NULL,
  returns    jsonb,
  options    jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT catalogue_entry_pkey PRIMARY KEY (profile_id, callable),
  CONSTRAINT catalogue_entry_kind_check CHECK (kind IN ('raydeck', 'django')),
  CONSTRAINT catalogue_entry_callable_check CHECK (length(callable) <= 255)
);

-- ------------------------------------------------------------------------------------------------------- schedules

-- A cron line that enqueues a task at each tick.
CREATE TABLE raydeck.schedule (
  id            uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  name          text NOT NULL CONSTRAINT schedule_name_key UNIQUE,
  description   text,
  cron          text NOT NULL,
  time_zone     text NOT NULL DEFAULT 'UTC',
  callable      text NOT NULL,
  args          text NOT NULL DEFAULT '[]',
  kwargs        text NOT NULL DEFAULT '{}',
  queue         text NOT NULL DEFAULT 'default',
  -- What else the door takes for a task: priority, runner, maxAttempts, timeoutSeconds, retry, resources, profile, tags, concurrencyKey.
  options       jsonb NOT NULL DEFAULT '{}',
  catch_up      text NOT NULL DEFAULT 'last',
  overlap       text NOT NULL DEFAULT 'skip',
  paused        boolean NOT NULL DEFAULT false,
  paused_reason text,
  paused_by     text,
  paused_at     timestamptz(6),
  -- The next tick that nobody has dealt with; null when there is none.
  next_run_at   timestamptz(6),
  last_tick_at  timestamptz(6),
  last_task_id  uuid,
  created_by    text NOT NULL,
  created_at    timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT schedule_name_check CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$'),
  CONSTRAINT schedule_cron_check CHECK (length(cron) <= 200),
  CONSTRAINT schedule_catch_up_check CHECK (catch_up IN ('none', 'last', 'all')),
  CONSTRAINT schedule_overlap_check CHECK (overlap IN ('allow', 'skip', 'queue', 'cancel-previous')),
  CONSTRAINT schedule_paused_at_check CHECK (paused = (paused_at IS NOT NULL))
);
CREATE INDEX schedule_next_run_at_idx ON raydeck.schedule (next_run_at) WHERE NOT paused;

-- One row for each tick: exactly one worker makes it, and with it the task.
CREATE TABLE raydeck.schedule_tick (
  schedule_id uuid NOT NULL CONSTRAINT schedule_tick_schedule_id_fkey REFERENCES raydeck.schedule (id) ON DELETE CASCADE,
  tick        timestamptz(6) NOT NULL,
  outcome     text NOT NULL,
  task_id     uuid,
  detail      text,
  at          timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT schedule_tick_pkey PRIMARY KEY (schedule_id, tick),
  CONSTRAINT schedule_tick_outcome_check CHECK (outcome IN ('enqueued', 'skipped', 'waiting', 'failed', 'run-now'))
);
CREATE INDEX schedule_tick_waiting_idx ON raydeck.schedule_tick (schedule_id, tick) WHERE outcome = 'waiting';

-- ------------------------------------------------------------------------------------------------------------ keys

ALTER TABLE raydeck.api_key ADD COLUMN own_tasks_only boolean NOT NULL DEFAULT false;

-- --------------------------------------------------------------------------------------------------- the audit log

-- One person's rows, or one kind of action, newest first: of 1,000,000 rows a rare one took 130 to 200 ms to find (1 ms so).
CREATE INDEX audit_log_actor_idx ON raydeck.audit_log (actor, id);
CREATE INDEX audit_log_action_idx ON raydeck.audit_log (action, id);

-- -------------------------------------------------------------------------------------------------------- the door

-- As before, and: concurrencyKey (which shares a key's places in its queue), the queue's allowed runners and profiles, and a hold on
-- the queues of its tasks, so that none is deleted before the caller commits. `anyProfile` is for administrators.
CREATE OR REPLACE FUNCTION raydeck.enqueue_tasks(request jsonb)
  RETURNS TABLE (ordinal integer, id uuid, replayed boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $door$
#variable_conflict use_column
DECLARE
  fields CONSTANT text[] := '{kind,callable,args,kwargs,queue,priority,runAt,expiresAt,runner,maxAttempts,timeoutSeconds,retry,resources,profile,concurrencyKey,tags,idempotencyKey,retriedFrom,traceparent}';
  is_app boolean := session_user = current_user OR pg_has_role(session_user, 'raydeck_app', 'MEMBER');
  tasks jsonb := request -> 'tasks';
  caller text;
  granted text[];
  problem record;
  is_bad boolean;
  bad integer;
  total integer;
  ids uuid[];
  fresh boolean[];
  now_at timestamptz := clock_timestamp();
BEGIN
  IF jsonb_typeof(request) IS DISTINCT FROM 'object' THEN PERFORM raydeck.refuse('RD400', 'request', 'must be an object'); END IF;
  IF request -> 'version' IS DISTINCT FROM '1'::jsonb THEN
    PERFORM raydeck.refuse('RD400', 'version', 'must be 1, the version of this door');
  END IF;
  IF jsonb_typeof(tasks) IS DISTINCT FROM 'array' THEN PERFORM raydeck.refuse('RD400', 'tasks', 'must be an array'); END IF;
  total := jsonb_array_length(tasks);
  IF total NOT BETWEEN 1 AND 1000 THEN PERFORM raydeck.refuse('RD400', 'tasks', 'must hold 1 to 1000 tasks'); END IF;
  IF request - '{version,tasks,createdBy,notify,anyProfile}'::text[] <> '{}' THEN
    SELECT min(k) AS name INTO problem FROM jsonb_object_keys(request - '{version,tasks,createdBy,notify,anyProfile}'::text[]) AS k;
    PERFORM raydeck.refuse('RD400', left(problem.name, 100), 'is not a field of the request');
  END IF;

  IF request ? 'createdBy' AND NOT is_app THEN
    PERFORM raydeck.refuse('RD403', 'createdBy', 'is set by Raydeck''s own processes only');
  END IF;
  IF request ? 'anyProfile' AND NOT is_app THEN
    PERFORM raydeck.refuse('RD403', 'anyProfile', 'is set by Raydeck''s own processes only');
  END IF;
  IF request ? 'anyProfile' AND jsonb_typeof(request -> 'anyProfile') <> 'boolean' THEN
    PERFORM raydeck.refuse('RD400', 'anyProfile', 'must be true or false');
  END IF;
  IF request ? 'createdBy' AND (jsonb_typeof(request -> 'createdBy') <> 'string' OR length(request ->> 'createdBy') NOT BETWEEN 1 AND 500) THEN
    PERFORM raydeck.refuse('RD400', 'createdBy', 'must be a string of 1 to 500 characters');
  END IF;
  IF request ? 'notify' AND jsonb_typeof(request -> 'notify') <> 'boolean' THEN
    PERFORM raydeck.refuse('RD400', 'notify', 'must be true or false');
  END IF;
  caller := COALESCE(request ->> 'createdBy', 'sql:' || session_user);
  IF NOT is_app THEN
    SELECT array_agg(DISTINCT q) INTO granted
      FROM raydeck.producer_grant AS g, unnest(g.queues) AS q
      WHERE to_regrole(quote_ident(g.role_name)) IS NOT NULL AND pg_has_role(session_user, g.role_name, 'MEMBER');
  END IF;

  -- The first thing that is wrong with each task, by the type of each field; casts come after.
  SELECT ord - 1 AS index, split_part(what, '|', 1) AS field, split_part(what, '|', 2) AS text INTO problem
  FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord),
  LATERAL (SELECT CASE
    WHEN jsonb_typeof(t) <> 'object' THEN '|must be an object'
    WHEN t - fields <> '{}'
      THEN (SELECT left(replace(min(k), '|', '?'), 100) FROM jsonb_object_keys(t - fields) AS k) || '|is not a field of a task'
    WHEN COALESCE(t -> 'kind', '"call"') <> '"call"' THEN 'kind|must be "call"'
    WHEN jsonb_typeof(t -> 'callable') IS DISTINCT FROM 'string' THEN 'callable|is required, a string like "package.module.function"'
    WHEN length(t ->> 'callable') > 255 THEN 'callable|must have at most 255 characters'
    WHEN t ->> 'callable' !~ '^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)+$' OR t ->> 'callable' ~ '^__main__[.]'
      THEN 'callable|must be an import path like "package.module.function"'
    WHEN jsonb_typeof(COALESCE(t -> 'args', '[]')) NOT IN ('string', 'array') THEN 'args|must be a JSON array'
    WHEN jsonb_typeof(COALESCE(t -> 'kwargs', '{}')) NOT IN ('string', 'object') THEN 'kwargs|must be a JSON object'
    WHEN octet_length(COALESCE(t ->> 'args', '')) + octet_length(COALESCE(t ->> 'kwargs', '')) > 4194304
      THEN 'args|and kwargs together must be at most 4 MiB of JSON'
    WHEN jsonb_typeof(COALESCE(t -> 'queue', '"default"')) <> 'string' THEN 'queue|must be a string'
    WHEN t ->> 'priority' IS NOT NULL AND (jsonb_typeof(t -> 'priority') <> 'number' OR t ->> 'priority' !~ '^-?[0-9]{1,3}$'
      OR abs((t ->> 'priority')::integer) > 100) THEN 'priority|must be a whole number from -100 to 100'
    WHEN jsonb_typeof(t -> 'runAt') NOT IN ('string', 'null') THEN 'runAt|must be an ISO 8601 time'
    WHEN jsonb_typeof(t -> 'expiresAt') NOT IN ('string', 'null') THEN 'expiresAt|must be an ISO 8601 time'
    WHEN t ->> 'runner' IS NOT NULL AND t ->> 'runner' NOT IN ('ray_job', 'local') THEN 'runner|must be "ray_job" or "local"'
    WHEN t ->> 'maxAttempts' IS NOT NULL AND (jsonb_typeof(t -> 'maxAttempts') <> 'number' OR t ->> 'maxAttempts' !~ '^[1-9][0-9]{0,2}$'
      OR (t ->> 'maxAttempts')::integer > 100) THEN 'maxAttempts|must be a whole number from 1 to 100'
    WHEN t ->> 'timeoutSeconds' IS NOT NULL AND (jsonb_typeof(t -> 'timeoutSeconds') <> 'number'
      OR t ->> 'timeoutSeconds' !~ '^[1-9][0-9]{0,8}$') THEN 'timeoutSeconds|must be a whole number of at least 1'
    WHEN t ->> 'retry' IS NOT NULL AND NOT raydeck.is_retry_policy(t -> 'retry')
      THEN 'retry|must be {backoff: fixed, linear, exponential or listed, delaySeconds?, maxDelaySeconds?, delaysSeconds (listed), jitter?: none, full or equal, retryOn?, giveUpOn?: class paths}'
    WHEN t ->> 'resources' IS NOT NULL AND NOT raydeck.is_resources(t -> 'resources')
      THEN 'resources|must be {numCpus?, numGpus?, memoryBytes?, custom?, labelSelector?}'
    WHEN jsonb_typeof(t -> 'profile') NOT IN ('string', 'null') THEN 'profile|must be a string'
    WHEN t ->> 'concurrencyKey' IS NOT NULL AND (jsonb_typeof(t -> 'concurrencyKey') <> 'string'
      OR length(t ->> 'concurrencyKey') NOT BETWEEN 1 AND 200) THEN 'concurrencyKey|must be a string of 1 to 200 characters'
    WHEN t ->> 'tags' IS NOT NULL AND CASE WHEN jsonb_typeof(t -> 'tags') <> 'array' THEN true
      ELSE jsonb_array_length(t -> 'tags') > 50 OR EXISTS (SELECT FROM jsonb_array_elements(t -> 'tags') AS g
        WHERE jsonb_typeof(g) <> 'string' OR length(g #>> '{}') NOT BETWEEN 1 AND 100) END
      THEN 'tags|must be at most 50 strings of 1 to 100 characters'
    WHEN t ->> 'idempotencyKey' IS NOT NULL AND (jsonb_typeof(t -> 'idempotencyKey') <> 'string'
      OR length(t ->> 'idempotencyKey') NOT BETWEEN 1 AND 255) THEN 'idempotencyKey|must be a string of 1 to 255 characters'
    WHEN t ->> 'retriedFrom' IS NOT NULL AND NOT pg_input_is_uuid THEN 'retriedFrom|must be a task id'
    WHEN t ->> 'traceparent' IS NOT NULL AND t ->> 'traceparent' !~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'
      THEN 'traceparent|must be a W3C traceparent'
    WHEN NOT is_app AND NOT COALESCE(COALESCE(t ->> 'queue', 'default') = ANY (granted), false)
      THEN 'queue|this role has no grant for the queue; ask for raydeck.grant_enqueue'
    END AS what
    FROM (SELECT t ->> 'retriedFrom' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' AS pg_input_is_uuid) AS x
  ) AS checked
  WHERE what IS NOT NULL ORDER BY ord LIMIT 1;
  IF FOUND THEN
    PERFORM raydeck.refuse(CASE WHEN problem.text LIKE 'this role has no grant%' THEN 'RD403' ELSE 'RD400' END,
      format('tasks[%s]', problem.index) || CASE WHEN problem.field = '' THEN '' ELSE '.' || problem.field END, problem.text);
  END IF;

  -- One look at all of it; only when something is wrong, which.
  BEGIN
    SELECT true INTO is_bad FROM jsonb_array_elements(tasks) AS e
    WHERE jsonb_typeof(COALESCE(e ->> 'args', '[]')::jsonb) <> 'array'
      OR jsonb_typeof(COALESCE(e ->> 'kwargs', '{}')::jsonb) <> 'object' LIMIT 1;
  EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
    is_bad := true;
  END;
  IF is_bad THEN
    bad := raydeck.first_bad_json(ARRAY(SELECT COALESCE(e ->> 'args', '[]') FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, o) ORDER BY o), 'array');
    IF bad IS NOT NULL THEN
      PERFORM raydeck.refuse('RD400', format('tasks[%s].args', bad - 1), 'must be the text of a JSON array without NUL characters or lone surrogates');
    END IF;
    bad := raydeck.first_bad_json(ARRAY(SELECT COALESCE(e ->> 'kwargs', '{}') FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, o) ORDER BY o), 'object');
    IF bad IS NOT NULL THEN
      PERFORM raydeck.refuse('RD400', format('tasks[%s].kwargs', bad - 1), 'must be the text of a JSON object without NUL characters or lone surrogates');
    END IF;
  END IF;
  IF jsonb_path_exists(tasks, '$[*].runAt') THEN
    bad := raydeck.first_bad_time(ARRAY(SELECT e ->> 'runAt' FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, o) ORDER BY o));
    IF bad IS NOT NULL THEN
      PERFORM raydeck.refuse('RD400', format('tasks[%s].runAt', bad - 1), 'must be an ISO 8601 time from 1970 to 9999');
    END IF;
  END IF;
  IF jsonb_path_exists(tasks, '$[*].expiresAt') THEN
    bad := raydeck.first_bad_time(ARRAY(SELECT e ->> 'expiresAt' FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, o) ORDER BY o));
    IF bad IS NOT NULL THEN
      PERFORM raydeck.refuse('RD400', format('tasks[%s].expiresAt', bad - 1), 'must be an ISO 8601 time from 1970 to 9999');
    END IF;
  END IF;

  -- No queue is deleted under its tasks before the caller commits. Only a deletion waits for this lock: claims and changes of a
  -- queue's settings do not, so no claim waits for this caller.
  PERFORM FROM raydeck.queue AS q
    WHERE q.name IN (SELECT COALESCE(t ->> 'queue', 'default') FROM jsonb_array_elements(tasks) AS t) ORDER BY q.name FOR KEY SHARE;
  -- Queue, allow-lists, profile. Its own profile a queue's tasks may always name.
  SELECT ord - 1 AS index, COALESCE(t ->> 'queue', 'default') AS queue, t ->> 'callable' AS callable, q.name, t ->> 'profile' AS profile,
    t ->> 'runner' AS runner, cardinality(q.allowed_runners) > 0 AND t ->> 'runner' <> ALL (q.allowed_runners) AS bad_runner,
    EXISTS (SELECT FROM raydeck.profile AS p WHERE p.name = t ->> 'profile') AS has_profile,
    q.name IS NOT NULL AND cardinality(q.allowed_callables) > 0
      AND NOT EXISTS (SELECT FROM unnest(q.allowed_callables) AS a WHERE t ->> 'callable' = a OR starts_with(t ->> 'callable', a || '.')) AS forbidden
  INTO problem
  FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
  LEFT JOIN raydeck.queue AS q ON q.name = COALESCE(t ->> 'queue', 'default')
  WHERE q.name IS NULL
    OR (t ->> 'profile' IS NOT NULL AND (NOT EXISTS (SELECT FROM raydeck.profile AS p WHERE p.name = t ->> 'profile')
      OR NOT COALESCE((request ->> 'anyProfile')::boolean OR t ->> 'profile' = q.profile
        OR q.allowed_profiles && ARRAY[t ->> 'profile', '*'], false)))
    OR (cardinality(q.allowed_runners) > 0 AND t ->> 'runner' <> ALL (q.allowed_runners))
    OR (cardinality(q.allowed_callables) > 0
      AND NOT EXISTS (SELECT FROM unnest(q.allowed_callables) AS a WHERE t ->> 'callable' = a OR starts_with(t ->> 'callable', a || '.')))
  ORDER BY ord LIMIT 1;
  IF FOUND THEN
    IF problem.name IS NULL THEN
      PERFORM raydeck.refuse('RD404', format('tasks[%s].queue', problem.index), format('there is no queue "%s"', left(problem.queue, 100)));
    ELSIF problem.forbidden THEN
      PERFORM raydeck.refuse('RD403', format('tasks[%s].callable', problem.index),
        format('queue "%s" does not allow "%s"', problem.queue, problem.callable));
    ELSIF problem.bad_runner THEN
      PERFORM raydeck.refuse('RD403', format('tasks[%s].runner', problem.index),
        format('queue "%s" does not allow the runner "%s"', problem.queue, problem.runner));
    END IF;
    IF problem.has_profile THEN
      PERFORM raydeck.refuse('RD403', format('tasks[%s].profile', problem.index),
        format('queue "%s" does not allow the profile "%s"; an administrator adds it to the queue''s allowedProfiles', problem.queue, problem.profile));
    END IF;
    PERFORM raydeck.refuse('RD404', format('tasks[%s].profile', problem.index), format('there is no profile "%s"', left(problem.profile, 100)));
  END IF;

  ids := ARRAY(SELECT raydeck.uuid_v7() FROM generate_series(1, total));
  IF jsonb_path_exists(tasks, '$[*].idempotencyKey ? (@ != null)') THEN
    -- Keys are taken in sorted order, so that two batches cannot deadlock. A key that somebody else took meanwhile shows
    -- up only to the next statement: hence two.
    BEGIN
      INSERT INTO raydeck.idempotency_key (scope, key, request_hash, task_id, expires_at)
      SELECT caller, t ->> 'idempotencyKey', encode(sha256(convert_to((t - 'idempotencyKey')::text, 'UTF8')), 'hex'),
        ids[ord], now_at + interval '24 hours'
      FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
      WHERE t ->> 'idempotencyKey' IS NOT NULL ORDER BY t ->> 'idempotencyKey'
      ON CONFLICT (scope, key) DO UPDATE
        SET request_hash = EXCLUDED.request_hash, task_id = EXCLUDED.task_id, created_at = now_at, expires_at = EXCLUDED.expires_at
        WHERE idempotency_key.expires_at <= now_at;
    EXCEPTION WHEN cardinality_violation THEN
      PERFORM raydeck.refuse('RD400', 'tasks', 'hold one idempotencyKey twice');
    END;
    SELECT ord - 1 AS index, k.request_hash INTO problem
    FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
    JOIN raydeck.idempotency_key AS k ON k.scope = caller AND k.key = t ->> 'idempotencyKey'
    WHERE k.request_hash <> encode(sha256(convert_to((t - 'idempotencyKey')::text, 'UTF8')), 'hex')
    ORDER BY ord LIMIT 1;
    IF FOUND THEN
      PERFORM raydeck.refuse('RD409', format('tasks[%s].idempotencyKey', problem.index), 'was used with another request');
    END IF;
    SELECT array_agg(COALESCE(k.task_id, ids[ord]) ORDER BY ord), array_agg(COALESCE(k.task_id = ids[ord], true) ORDER BY ord)
    INTO ids, fresh
    FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
    LEFT JOIN raydeck.idempotency_key AS k ON k.scope = caller AND k.key = t ->> 'idempotencyKey';
  END IF;

  INSERT INTO raydeck.task (id, callable, args, kwargs, queue, priority, run_at, expires_at, runner, max_attempts,
    timeout_seconds, retry_policy, resources, profile, concurrency_key, tags, retried_from, created_by, created_at, traceparent)
  SELECT ids[t.ord], t.callable, COALESCE(t.args, '[]'), COALESCE(t.kwargs, '{}'), COALESCE(t.queue, 'default'), COALESCE(t.priority, 0),
    COALESCE(t.run_at, now_at), t.expires_at, t.runner, t.max_attempts, t.timeout_seconds, NULLIF(t.retry, 'null'),
    NULLIF(t.resources, 'null'), t.profile, t.concurrency_key, COALESCE(t.tags, '{}'), t.retried_from, caller, now_at, t.traceparent
  FROM ROWS FROM (jsonb_to_recordset(tasks) AS (callable text, args text, kwargs text, queue text, priority smallint,
    "runAt" timestamptz, "expiresAt" timestamptz, runner text, "maxAttempts" smallint, "timeoutSeconds" integer, retry jsonb,
    resources jsonb, profile text, "concurrencyKey" text, tags text[], "retriedFrom" uuid, traceparent text))
    WITH ORDINALITY AS t(callable, args, kwargs, queue, priority, run_at, expires_at, runner, max_attempts, timeout_seconds,
      retry, resources, profile, concurrency_key, tags, retried_from, traceparent, ord)
  WHERE fresh IS NULL OR fresh[t.ord]
  ORDER BY t.ord;

  -- Raydeck's own processes tell the workers after their commit, many enqueues at once; a foreign caller has only this.
  IF COALESCE((request ->> 'notify')::boolean, NOT is_app) THEN
    PERFORM pg_notify('raydeck', '{"ready":true}');
  END IF;
  RETURN QUERY SELECT i - 1, ids[i], NOT COALESCE(fresh[i], true) FROM generate_series(1, total) AS i;
END $door$;

-- ---------------------------------------------------------------------------------------------------------- grants

REVOKE ALL ON FUNCTION raydeck.add_limit_counter() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION raydeck.add_limit_counter() TO raydeck_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.control, raydeck.limit_counter, raydeck.key_counter, raydeck.catalogue_entry,
  raydeck.schedule, raydeck.schedule_tick TO raydeck_app;

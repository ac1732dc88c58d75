-- Raydeck's first schema. Runs on PostgreSQL 15 and later, in one transaction of the migration engine's making or not:
-- every statement stands alone.

CREATE SCHEMA IF NOT EXISTS raydeck;

-- Three roles: the owner runs migrations (whoever runs this file), raydeck_app is what web and worker log in through,
-- raydeck_producer may enqueue and nothing else. Roles belong to the whole server, so they may exist already.
DO $$
BEGIN
  CREATE ROLE raydeck_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  CREATE ROLE raydeck_producer NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

-- UUIDv7: time-ordered ids keep inserts at the right edge of the index. PostgreSQL 18 has it built in; before, the
-- twelve bits after the version hold the microseconds, so that ids of one session sort by time.
DO $$
BEGIN
  IF to_regprocedure('pg_catalog.uuidv7()') IS NOT NULL THEN
    CREATE FUNCTION raydeck.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
      AS 'SELECT pg_catalog.uuidv7()';
  ELSE
    CREATE FUNCTION raydeck.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $body$
      SELECT encode(
        substring(pg_catalog.int8send(micros / 1000) FROM 3)
          || substring(pg_catalog.int8send(28672 + ((micros % 1000) * 4096 / 1000)) FROM 7)
          || pg_catalog.set_byte(tail, 0, (pg_catalog.get_byte(tail, 0) & 63) | 128), 'hex')::uuid
      FROM (SELECT (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint AS micros,
                   substring(pg_catalog.uuid_send(pg_catalog.gen_random_uuid()) FROM 9) AS tail) AS parts
    $body$;
  END IF;
END $$;

CREATE FUNCTION raydeck.new_installation_id() RETURNS text LANGUAGE sql VOLATILE
  AS $$ SELECT substr(md5(pg_catalog.gen_random_uuid()::text), 1, 10) $$;

CREATE TYPE raydeck.task_state AS ENUM ('BLOCKED', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED');
CREATE TYPE raydeck.attempt_state AS ENUM ('SUBMITTED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'LOST');
CREATE TYPE raydeck.role AS ENUM ('VIEWER', 'OPERATOR', 'ADMIN');

-- What a task may ask of Ray. Checked here because the SQL door takes it from anybody with a grant.
CREATE FUNCTION raydeck.is_resources(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(value) = 'object'
    AND NOT EXISTS (
      SELECT FROM jsonb_each(CASE jsonb_typeof(value) WHEN 'object' THEN value ELSE '{}' END) AS e(k, v)
      WHERE CASE
        WHEN k IN ('numCpus', 'numGpus') THEN jsonb_typeof(v) <> 'number' OR (v #>> '{}')::numeric NOT BETWEEN 0 AND 100000
        WHEN k = 'memoryBytes' THEN jsonb_typeof(v) <> 'number' OR (v #>> '{}')::numeric NOT BETWEEN 0 AND 1e15
        WHEN k = 'custom' THEN jsonb_typeof(v) <> 'object' OR EXISTS (
          SELECT FROM jsonb_each(CASE jsonb_typeof(v) WHEN 'object' THEN v ELSE '{}' END) AS c(ck, cv)
          WHERE ck !~ '^[A-Za-z0-9_.:/-]{1,100}$' OR jsonb_typeof(cv) <> 'number' OR (cv #>> '{}')::numeric NOT BETWEEN 0 AND 1e9)
        WHEN k = 'labelSelector' THEN jsonb_typeof(v) <> 'object' OR EXISTS (
          SELECT FROM jsonb_each(CASE jsonb_typeof(v) WHEN 'object' THEN v ELSE '{}' END) AS c(ck, cv)
          WHERE ck !~ '^[A-Za-z0-9_.:/-]{1,100}$' OR jsonb_typeof(cv) <> 'string' OR length(cv #>> '{}') > 200)
        ELSE true
      END)
$$;

CREATE FUNCTION raydeck.is_retry_policy(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(value) = 'object'
    AND COALESCE(value ->> 'backoff' IN ('fixed', 'linear', 'exponential'), false)
    AND NOT EXISTS (
      SELECT FROM jsonb_each(CASE jsonb_typeof(value) WHEN 'object' THEN value ELSE '{}' END) AS e(k, v)
      WHERE CASE
        WHEN k = 'backoff' THEN false
        WHEN k IN ('delaySeconds', 'maxDelaySeconds') THEN
          jsonb_typeof(v) <> 'number' OR (v #>> '{}')::numeric NOT BETWEEN 0 AND 31536000
        WHEN k = 'jitter' THEN COALESCE(v #>> '{}' NOT IN ('none', 'full', 'equal'), true)
        ELSE true
      END)
$$;

-- ---------------------------------------------------------------------------------------------------------- tables

CREATE TABLE raydeck.task (
  id                  uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  kind                text NOT NULL DEFAULT 'call',
  callable            text NOT NULL,
  args                text NOT NULL DEFAULT '[]',
  kwargs              text NOT NULL DEFAULT '{}',
  queue               text NOT NULL,
  priority            smallint NOT NULL DEFAULT 0,
  state               raydeck.task_state NOT NULL DEFAULT 'QUEUED',
  run_at              timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  expires_at          timestamptz(6),
  runner              text,
  max_attempts        smallint,
  timeout_seconds     integer,
  retry_policy        jsonb,
  resources           jsonb,
  profile             text,
  concurrency_key     text,
  parked              boolean NOT NULL DEFAULT false,
  tags                text[] NOT NULL DEFAULT '{}',
  retried_from        uuid,
  created_by          text NOT NULL,
  created_at          timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  started_at          timestamptz(6),
  finished_at         timestamptz(6),
  cancel_requested_at timestamptz(6),
  attempt_count       smallint NOT NULL DEFAULT 0,
  failures            smallint NOT NULL DEFAULT 0,
  losses              smallint NOT NULL DEFAULT 0,
  result              text,
  result_ref          text,
  traceparent         text,
  CONSTRAINT task_kind_check CHECK (kind = 'call'),
  CONSTRAINT task_callable_check CHECK (length(callable) <= 255),
  CONSTRAINT task_priority_check CHECK (priority BETWEEN -100 AND 100),
  CONSTRAINT task_max_attempts_check CHECK (max_attempts BETWEEN 1 AND 100),
  CONSTRAINT task_timeout_seconds_check CHECK (timeout_seconds >= 1),
  CONSTRAINT task_runner_check CHECK (runner IN ('ray_job', 'ray_core', 'local')),
  CONSTRAINT task_counters_check CHECK (attempt_count >= 0 AND failures >= 0 AND losses >= 0),
  CONSTRAINT task_finished_at_check CHECK ((finished_at IS NOT NULL) = (state IN ('SUCCEEDED', 'FAILED', 'CANCELED'))),
  CONSTRAINT task_started_check CHECK (state NOT IN ('RUNNING', 'SUCCEEDED') OR attempt_count > 0),
  CONSTRAINT task_result_check CHECK (state = 'SUCCEEDED' OR (result IS NULL AND result_ref IS NULL))
);

CREATE TABLE raydeck.attempt (
  id                uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  task_id           uuid NOT NULL CONSTRAINT attempt_task_id_fkey REFERENCES raydeck.task (id) ON DELETE CASCADE,
  number            smallint NOT NULL,
  runner            text NOT NULL,
  state             raydeck.attempt_state NOT NULL DEFAULT 'SUBMITTED',
  profile_id        uuid,
  ray_address       text,
  ray_session       text,
  ray_job_id        text,
  ray_actor_id      text,
  ray_node_id       text,
  pod               text,
  worker_id         uuid NOT NULL,
  execution_id      uuid,
  submitted_at      timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  started_at        timestamptz(6),
  finished_at       timestamptz(6),
  released_at       timestamptz(6),
  last_heartbeat_at timestamptz(6),
  error_class       text,
  error_message     text,
  traceback         text,
  exit_code         integer,
  peak_memory_bytes bigint,
  cpu_seconds       double precision,
  result_ref        text,
  log_ref           text,
  log_tail          text,
  log_bytes         bigint,
  progress          jsonb,
  outcome_digest    text,
  CONSTRAINT attempt_task_id_number_key UNIQUE (task_id, number),
  CONSTRAINT attempt_number_check CHECK (number >= 1),
  CONSTRAINT attempt_runner_check CHECK (runner IN ('ray_job', 'ray_core', 'local')),
  CONSTRAINT attempt_finished_at_check CHECK ((finished_at IS NOT NULL) = (state NOT IN ('SUBMITTED', 'RUNNING'))),
  CONSTRAINT attempt_started_at_check CHECK (state <> 'RUNNING' OR (started_at IS NOT NULL AND execution_id IS NOT NULL)),
  CONSTRAINT attempt_released_at_check CHECK (released_at IS NULL OR finished_at IS NOT NULL)
) WITH (fillfactor = 80);

CREATE TABLE raydeck.task_event (
  id         uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  task_id    uuid NOT NULL CONSTRAINT task_event_task_id_fkey REFERENCES raydeck.task (id) ON DELETE CASCADE,
  attempt_id uuid,
  at         timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  kind       text NOT NULL,
  actor      text NOT NULL,
  reason     text,
  data       jsonb
);

CREATE TABLE raydeck.idempotency_key (
  scope        text NOT NULL,
  key          text NOT NULL,
  request_hash text NOT NULL,
  task_id      uuid NOT NULL,
  created_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  expires_at   timestamptz(6) NOT NULL,
  PRIMARY KEY (scope, key)
);

CREATE TABLE raydeck.queue (
  name              text PRIMARY KEY,
  paused            boolean NOT NULL DEFAULT false,
  paused_reason     text,
  paused_by         text,
  paused_at         timestamptz(6),
  runner            text,
  profile           text,
  max_attempts      smallint,
  timeout_seconds   integer,
  retry_policy      jsonb,
  allowed_callables text[] NOT NULL DEFAULT '{}',
  plain_callables   boolean NOT NULL DEFAULT false,
  created_at        timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  updated_at        timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT queue_name_check CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$'),
  CONSTRAINT queue_runner_check CHECK (runner IN ('ray_job', 'ray_core', 'local')),
  CONSTRAINT queue_max_attempts_check CHECK (max_attempts BETWEEN 1 AND 100),
  CONSTRAINT queue_timeout_seconds_check CHECK (timeout_seconds >= 1),
  CONSTRAINT queue_retry_policy_check CHECK (retry_policy IS NULL OR raydeck.is_retry_policy(retry_policy)),
  CONSTRAINT queue_paused_at_check CHECK (paused = (paused_at IS NOT NULL))
);

CREATE TABLE raydeck.worker (
  id               uuid PRIMARY KEY,
  name             text NOT NULL,
  hostname         text NOT NULL,
  pid              integer NOT NULL,
  version          text NOT NULL,
  queues           text[] NOT NULL,
  runners          text[] NOT NULL,
  concurrency      integer NOT NULL,
  ray_address      text,
  started_at       timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  last_seen_at     timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  lease_expires_at timestamptz(6) NOT NULL,
  stopped_at       timestamptz(6),
  CONSTRAINT worker_concurrency_check CHECK (concurrency >= 1)
);

CREATE TABLE raydeck.cluster (
  address      text PRIMARY KEY,
  session      text,
  ray_version  text,
  reachable    boolean NOT NULL,
  error        text,
  snapshot     jsonb,
  checked_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  reachable_at timestamptz(6)
);

CREATE TABLE raydeck.package (
  hash       text PRIMARY KEY,
  content    bytea NOT NULL,
  size_bytes integer NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT package_size_bytes_check CHECK (size_bytes = octet_length(content))
);
-- A zip is compressed already.
ALTER TABLE raydeck.package ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE raydeck.profile (
  id           uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  name         text NOT NULL,
  version      integer NOT NULL,
  package_hash text CONSTRAINT profile_package_hash_fkey REFERENCES raydeck.package (hash) ON DELETE SET NULL,
  env_vars     jsonb NOT NULL DEFAULT '{}',
  created_by   text NOT NULL,
  created_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT profile_name_version_key UNIQUE (name, version),
  CONSTRAINT profile_name_check CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$')
);

CREATE TABLE raydeck."user" (
  id               uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  email            text NOT NULL CONSTRAINT user_email_key UNIQUE,
  name             text NOT NULL,
  password_hash    text NOT NULL,
  role             raydeck.role NOT NULL,
  can_view_payload boolean NOT NULL DEFAULT false,
  session_epoch    integer NOT NULL DEFAULT 0,
  disabled_at      timestamptz(6),
  created_at       timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  last_sign_in_at  timestamptz(6),
  CONSTRAINT user_email_check CHECK (email = lower(email) AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$')
);

CREATE TABLE raydeck.api_key (
  id               uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  name             text NOT NULL,
  prefix           text NOT NULL CONSTRAINT api_key_prefix_key UNIQUE,
  secret_hash      text NOT NULL,
  scopes           text[] NOT NULL,
  queues           text[] NOT NULL DEFAULT '{}',
  callables        text[] NOT NULL DEFAULT '{}',
  can_view_payload boolean NOT NULL DEFAULT false,
  created_by       text NOT NULL,
  created_at       timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  expires_at       timestamptz(6),
  last_used_at     timestamptz(6),
  revoked_at       timestamptz(6),
  CONSTRAINT api_key_scopes_check CHECK (scopes <@ ARRAY['tasks:read', 'tasks:write', 'tasks:operate', 'admin'])
);

CREATE TABLE raydeck.audit_log (
  id          uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  at          timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  actor       text NOT NULL,
  actor_role  text NOT NULL,
  action      text NOT NULL,
  target_type text NOT NULL,
  target_id   text NOT NULL,
  reason      text,
  before      jsonb,
  after       jsonb
);

CREATE TABLE raydeck.rate_limit (
  key        text PRIMARY KEY,
  count      integer NOT NULL,
  expires_at timestamptz(6) NOT NULL
);

CREATE TABLE raydeck.producer_grant (
  role_name text PRIMARY KEY,
  queues    text[] NOT NULL
);

CREATE TABLE raydeck.installation (
  singleton boolean PRIMARY KEY DEFAULT true,
  id        text NOT NULL DEFAULT raydeck.new_installation_id(),
  CONSTRAINT installation_singleton_check CHECK (singleton)
);

-- --------------------------------------------------------------------------------------------------------- indexes

-- The ready queue. The claim walks it lane by lane (queue, priority), so that a million tasks for later cost nothing.
CREATE INDEX task_ready_idx ON raydeck.task (queue, priority DESC, run_at, id) WHERE state = 'QUEUED' AND NOT parked;
-- Lists and counts of one state, newest first: one index for each, of nothing but the wanted rows. With one index led by the
-- state the planner, which takes states to be spread evenly, walked the primary key past 191,000 others to page through
-- 9,000 FAILED tasks (416 ms; 25 ms so). A task stands in one of them at a time.
--
-- attempt_count >= 0 holds for every row. Only lists say it, so that no claim, expiry or finish is ever planned through these
-- indexes: on statistics from before a backlog of 200,000 a claim's lane took 126 ms without it (0.2 ms with it).
CREATE INDEX task_blocked_id_idx ON raydeck.task (id DESC) WHERE state = 'BLOCKED' AND attempt_count >= 0;
CREATE INDEX task_queued_id_idx ON raydeck.task (id DESC) WHERE state = 'QUEUED' AND attempt_count >= 0;
CREATE INDEX task_running_id_idx ON raydeck.task (id DESC) WHERE state = 'RUNNING' AND attempt_count >= 0;
CREATE INDEX task_succeeded_id_idx ON raydeck.task (id DESC) WHERE state = 'SUCCEEDED';
CREATE INDEX task_failed_id_idx ON raydeck.task (id DESC) WHERE state = 'FAILED' AND attempt_count >= 0;
CREATE INDEX task_canceled_id_idx ON raydeck.task (id DESC) WHERE state = 'CANCELED' AND attempt_count >= 0;
CREATE INDEX task_finished_at_idx ON raydeck.task (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX task_expires_at_idx ON raydeck.task (expires_at) WHERE state = 'QUEUED' AND expires_at IS NOT NULL;
CREATE INDEX task_retried_from_idx ON raydeck.task (retried_from) WHERE retried_from IS NOT NULL;
-- Executions not known to be over, by the worker that drives them. No guard names released_at, so that no guarded
-- update is ever planned through this index on stale statistics.
CREATE INDEX attempt_unreleased_idx ON raydeck.attempt (worker_id, id) WHERE released_at IS NULL;
CREATE INDEX task_event_task_id_id_idx ON raydeck.task_event (task_id, id);
CREATE INDEX idempotency_key_expires_at_idx ON raydeck.idempotency_key (expires_at);
CREATE INDEX audit_log_target_idx ON raydeck.audit_log (target_type, target_id, id);

-- A queue table's statistics are wrong most of the time; vacuum must not wait for a fifth of it to die.
ALTER TABLE raydeck.task SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE raydeck.attempt SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- -------------------------------------------------------------------------------------------------------- the door

-- Whether each text is JSON that the execution side can take: raises nothing, names the first bad ordinal.
CREATE FUNCTION raydeck.first_bad_json(texts text[], wanted text) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  ordinal integer := 0;
  one text;
BEGIN
  FOREACH one IN ARRAY texts LOOP
    ordinal := ordinal + 1;
    BEGIN
      -- jsonb refuses NUL escapes and lone surrogates, as the guarantee wants.
      IF jsonb_typeof(one::jsonb) <> wanted THEN RETURN ordinal; END IF;
    EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
      RETURN ordinal;
    END;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION raydeck.first_bad_time(texts text[]) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  ordinal integer := 0;
  one text;
  parsed timestamptz;
BEGIN
  FOREACH one IN ARRAY texts LOOP
    ordinal := ordinal + 1;
    CONTINUE WHEN one IS NULL;
    -- PostgreSQL takes more: words like tomorrow, and days whose order depends on the caller's DateStyle.
    IF one !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$' THEN
      RETURN ordinal;
    END IF;
    BEGIN
      parsed := one::timestamptz;
      IF NOT isfinite(parsed) OR parsed < '1970-01-01Z' OR parsed >= '10000-01-01Z' THEN RETURN ordinal; END IF;
    EXCEPTION WHEN data_exception THEN
      RETURN ordinal;
    END;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION raydeck.refuse(code text, path text, problem text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = code, MESSAGE = path || ': ' || problem,
    DETAIL = jsonb_build_object('path', path, 'problem', problem)::text;
END $$;

-- The one door. request: {"version": 1, "tasks": [{callable, args, kwargs, queue, priority, runAt, expiresAt, runner,
-- maxAttempts, timeoutSeconds, retry, resources, profile, tags, idempotencyKey, retriedFrom, traceparent}, …],
-- "createdBy": text (app role only), "notify": boolean}. args and kwargs are JSON texts (digits and order survive), or plain
-- JSON for people at a prompt. One row per task, in order; replayed tells that the idempotency key had been used with
-- the same request within its window of 24 hours.
-- Errors: RD400 invalid, RD403 not allowed, RD404 unknown queue or profile, RD409 key used with another request;
-- MESSAGE names the path, DETAIL is {"path", "problem"}.
CREATE FUNCTION raydeck.enqueue_tasks(request jsonb)
  RETURNS TABLE (ordinal integer, id uuid, replayed boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $door$
#variable_conflict use_column
DECLARE
  fields CONSTANT text[] := '{kind,callable,args,kwargs,queue,priority,runAt,expiresAt,runner,maxAttempts,timeoutSeconds,retry,resources,profile,tags,idempotencyKey,retriedFrom,traceparent}';
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
  IF request - '{version,tasks,createdBy,notify}'::text[] <> '{}' THEN
    SELECT min(k) AS name INTO problem FROM jsonb_object_keys(request - '{version,tasks,createdBy,notify}'::text[]) AS k;
    PERFORM raydeck.refuse('RD400', left(problem.name, 100), 'is not a field of the request');
  END IF;

  IF request ? 'createdBy' AND NOT is_app THEN
    PERFORM raydeck.refuse('RD403', 'createdBy', 'is set by Raydeck''s own processes only');
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
      THEN 'retry|must be {backoff: fixed, linear or exponential, delaySeconds?, maxDelaySeconds?, jitter?: none, full or equal}'
    WHEN t ->> 'resources' IS NOT NULL AND NOT raydeck.is_resources(t -> 'resources')
      THEN 'resources|must be {numCpus?, numGpus?, memoryBytes?, custom?, labelSelector?}'
    WHEN jsonb_typeof(t -> 'profile') NOT IN ('string', 'null') THEN 'profile|must be a string'
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

  -- Queue, allow-list, profile: read without a lock, and no foreign key, so that a claim never waits for this caller.
  SELECT ord - 1 AS index, COALESCE(t ->> 'queue', 'default') AS queue, t ->> 'callable' AS callable, q.name, t ->> 'profile' AS profile,
    q.name IS NOT NULL AND cardinality(q.allowed_callables) > 0
      AND NOT EXISTS (SELECT FROM unnest(q.allowed_callables) AS a WHERE t ->> 'callable' = a OR starts_with(t ->> 'callable', a || '.')) AS forbidden
  INTO problem
  FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
  LEFT JOIN raydeck.queue AS q ON q.name = COALESCE(t ->> 'queue', 'default')
  WHERE q.name IS NULL
    OR (t ->> 'profile' IS NOT NULL AND NOT EXISTS (SELECT FROM raydeck.profile AS p WHERE p.name = t ->> 'profile'))
    OR (cardinality(q.allowed_callables) > 0
      AND NOT EXISTS (SELECT FROM unnest(q.allowed_callables) AS a WHERE t ->> 'callable' = a OR starts_with(t ->> 'callable', a || '.')))
  ORDER BY ord LIMIT 1;
  IF FOUND THEN
    IF problem.name IS NULL THEN
      PERFORM raydeck.refuse('RD404', format('tasks[%s].queue', problem.index), format('there is no queue "%s"', left(problem.queue, 100)));
    ELSIF problem.forbidden THEN
      PERFORM raydeck.refuse('RD403', format('tasks[%s].callable', problem.index),
        format('queue "%s" does not allow "%s"', problem.queue, problem.callable));
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
    timeout_seconds, retry_policy, resources, profile, tags, retried_from, created_by, created_at, traceparent)
  SELECT ids[t.ord], t.callable, COALESCE(t.args, '[]'), COALESCE(t.kwargs, '{}'), COALESCE(t.queue, 'default'), COALESCE(t.priority, 0),
    COALESCE(t.run_at, now_at), t.expires_at, t.runner, t.max_attempts, t.timeout_seconds, NULLIF(t.retry, 'null'),
    NULLIF(t.resources, 'null'), t.profile, COALESCE(t.tags, '{}'), t.retried_from, caller, now_at, t.traceparent
  FROM ROWS FROM (jsonb_to_recordset(tasks) AS (callable text, args text, kwargs text, queue text, priority smallint,
    "runAt" timestamptz, "expiresAt" timestamptz, runner text, "maxAttempts" smallint, "timeoutSeconds" integer, retry jsonb,
    resources jsonb, profile text, tags text[], "retriedFrom" uuid, traceparent text))
    WITH ORDINALITY AS t(callable, args, kwargs, queue, priority, run_at, expires_at, runner, max_attempts, timeout_seconds,
      retry, resources, profile, tags, retried_from, traceparent, ord)
  WHERE fresh IS NULL OR fresh[t.ord]
  ORDER BY t.ord;

  -- Raydeck's own processes tell the workers after their commit, many enqueues at once; a foreign caller has only this.
  IF COALESCE((request ->> 'notify')::boolean, NOT is_app) THEN
    PERFORM pg_notify('raydeck', '{"ready":true}');
  END IF;
  RETURN QUERY SELECT i - 1, ids[i], NOT COALESCE(fresh[i], true) FROM generate_series(1, total) AS i;
END $door$;

-- Lets a login role enqueue into the named queues, through the door only. Run by the owner.
CREATE FUNCTION raydeck.grant_enqueue(role_name text, queues text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  missing text;
BEGIN
  IF to_regrole(quote_ident(role_name)) IS NULL THEN
    RAISE EXCEPTION 'there is no role "%": create it first', role_name USING ERRCODE = 'undefined_object';
  END IF;
  SELECT q INTO missing FROM unnest(queues) AS q WHERE NOT EXISTS (SELECT FROM raydeck.queue WHERE name = q) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'there is no queue "%"', missing USING ERRCODE = 'undefined_object';
  END IF;
  INSERT INTO raydeck.producer_grant AS g VALUES (role_name, queues)
    ON CONFLICT ON CONSTRAINT producer_grant_pkey DO UPDATE SET queues = EXCLUDED.queues;
  EXECUTE format('GRANT raydeck_producer TO %I', role_name);
END $$;

-- ---------------------------------------------------------------------------------------------------------- grants

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA raydeck FROM PUBLIC;
GRANT USAGE ON SCHEMA raydeck TO raydeck_app, raydeck_producer;
GRANT EXECUTE ON FUNCTION raydeck.enqueue_tasks(jsonb) TO raydeck_app, raydeck_producer;
GRANT EXECUTE ON FUNCTION raydeck.uuid_v7(), raydeck.is_retry_policy(jsonb), raydeck.is_resources(jsonb) TO raydeck_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA raydeck TO raydeck_app;
-- Tasks come in through the door only; the audit log is append-only; grants are the owner's.
REVOKE INSERT ON raydeck.task FROM raydeck_app;
REVOKE UPDATE, DELETE ON raydeck.audit_log FROM raydeck_app;
REVOKE INSERT, UPDATE, DELETE ON raydeck.producer_grant, raydeck.installation FROM raydeck_app;

INSERT INTO raydeck.installation DEFAULT VALUES;
INSERT INTO raydeck.queue (name) VALUES ('default');

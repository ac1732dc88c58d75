-- The door no longer refuses by an error and a savepoint around it. Each savepoint that writes takes a transaction id, and of a caller
-- who enqueues hundreds of tasks in one transaction PostgreSQL keeps 64 at hand: from then on everybody's reads look them up on disk.
-- What the door finds wrong is a value now, found before anything is written; `enqueue_tasks` makes an error of it.

CREATE TYPE raydeck.refusal AS (code text, message text, detail text);

CREATE FUNCTION raydeck.refusal_of(code text, path text, problem text) RETURNS raydeck.refusal LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT code, path || ': ' || problem, jsonb_build_object('path', path, 'problem', problem)::text
$$;

-- True is never the answer: it raises. For a place in a query where a refusal must become an error.
CREATE FUNCTION raydeck.raise_refusal(code text, message text, detail text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message, DETAIL = detail;
END $$;

-- What is wrong with a request by itself; null when nothing is. `granted`: the queues of a caller who is not Raydeck itself.
CREATE FUNCTION raydeck.request_refusal(request jsonb, is_app boolean, granted text[]) RETURNS raydeck.refusal
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $door$
DECLARE
  fields CONSTANT text[] := '{kind,callable,args,kwargs,queue,priority,runAt,expiresAt,runner,maxAttempts,timeoutSeconds,retry,resources,profile,concurrencyKey,tags,idempotencyKey,retriedFrom,traceparent}';
  tasks jsonb := request -> 'tasks';
  problem record;
  is_bad boolean;
  bad integer;
BEGIN
  IF jsonb_typeof(request) IS DISTINCT FROM 'object' THEN RETURN raydeck.refusal_of('RD400', 'request', 'must be an object'); END IF;
  IF request -> 'version' IS DISTINCT FROM '1'::jsonb THEN
    RETURN raydeck.refusal_of('RD400', 'version', 'must be 1, the version of this door');
  END IF;
  IF jsonb_typeof(tasks) IS DISTINCT FROM 'array' THEN RETURN raydeck.refusal_of('RD400', 'tasks', 'must be an array'); END IF;
  IF jsonb_array_length(tasks) NOT BETWEEN 1 AND 1000 THEN RETURN raydeck.refusal_of('RD400', 'tasks', 'must hold 1 to 1000 tasks'); END IF;
  IF request - '{version,tasks,createdBy,notify,anyProfile}'::text[] <> '{}' THEN
    SELECT min(k) AS name INTO problem FROM jsonb_object_keys(request - '{version,tasks,createdBy,notify,anyProfile}'::text[]) AS k;
    RETURN raydeck.refusal_of('RD400', left(problem.name, 100), 'is not a field of the request');
  END IF;

  IF request ? 'createdBy' AND NOT is_app THEN
    RETURN raydeck.refusal_of('RD403', 'createdBy', 'is set by Raydeck''s own processes only');
  END IF;
  IF request ? 'anyProfile' AND NOT is_app THEN
    RETURN raydeck.refusal_of('RD403', 'anyProfile', 'is set by Raydeck''s own processes only');
  END IF;
  IF request ? 'anyProfile' AND jsonb_typeof(request -> 'anyProfile') <> 'boolean' THEN
    RETURN raydeck.refusal_of('RD400', 'anyProfile', 'must be true or false');
  END IF;
  IF request ? 'createdBy' AND (jsonb_typeof(request -> 'createdBy') <> 'string' OR length(request ->> 'createdBy') NOT BETWEEN 1 AND 500) THEN
    RETURN raydeck.refusal_of('RD400', 'createdBy', 'must be a string of 1 to 500 characters');
  END IF;
  IF request ? 'notify' AND jsonb_typeof(request -> 'notify') <> 'boolean' THEN
    RETURN raydeck.refusal_of('RD400', 'notify', 'must be true or false');
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
    -- Kept apart from its uses: PostgreSQL would write it out for each of them, and prepare it as often.
    OFFSET 0) AS checked
  WHERE what IS NOT NULL ORDER BY ord LIMIT 1;
  IF FOUND THEN
    RETURN raydeck.refusal_of(CASE WHEN problem.text LIKE 'this role has no grant%' THEN 'RD403' ELSE 'RD400' END,
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
      RETURN raydeck.refusal_of('RD400', format('tasks[%s].args', bad - 1), 'must be the text of a JSON array without NUL characters or lone surrogates');
    END IF;
    bad := raydeck.first_bad_json(ARRAY(SELECT COALESCE(e ->> 'kwargs', '{}') FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, o) ORDER BY o), 'object');
    IF bad IS NOT NULL THEN
      RETURN raydeck.refusal_of('RD400', format('tasks[%s].kwargs', bad - 1), 'must be the text of a JSON object without NUL characters or lone surrogates');
    END IF;
  END IF;
  IF jsonb_path_exists(tasks, '$[*].runAt') THEN
    bad := raydeck.first_bad_time(ARRAY(SELECT e ->> 'runAt' FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, o) ORDER BY o));
    IF bad IS NOT NULL THEN
      RETURN raydeck.refusal_of('RD400', format('tasks[%s].runAt', bad - 1), 'must be an ISO 8601 time from 1970 to 9999');
    END IF;
  END IF;
  IF jsonb_path_exists(tasks, '$[*].expiresAt') THEN
    bad := raydeck.first_bad_time(ARRAY(SELECT e ->> 'expiresAt' FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, o) ORDER BY o));
    IF bad IS NOT NULL THEN
      RETURN raydeck.refusal_of('RD400', format('tasks[%s].expiresAt', bad - 1), 'must be an ISO 8601 time from 1970 to 9999');
    END IF;
  END IF;

  RETURN NULL;
END $door$;

-- What its queues have against a request that is right by itself; null when nothing. Holds the queues: none is deleted under its tasks
-- before the caller commits. Only a deletion waits for this lock: claims and changes of a queue's settings do not, so no claim waits for
-- this caller.
CREATE FUNCTION raydeck.admission_refusal(tasks jsonb, any_profile boolean) RETURNS raydeck.refusal
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $door$
DECLARE
  problem record;
BEGIN
  -- Queue, allow-lists, profile. Its own profile a queue's tasks may always name.
  WITH held AS MATERIALIZED (
    SELECT q.name, q.profile, q.allowed_callables, q.allowed_runners, q.allowed_profiles FROM raydeck.queue AS q
    WHERE q.name IN (SELECT COALESCE(t ->> 'queue', 'default') FROM jsonb_array_elements(tasks) AS t) ORDER BY q.name FOR KEY SHARE
  )
  SELECT ord - 1 AS index, COALESCE(t ->> 'queue', 'default') AS queue, t ->> 'callable' AS callable, q.name, t ->> 'profile' AS profile,
    t ->> 'runner' AS runner, cardinality(q.allowed_runners) > 0 AND t ->> 'runner' <> ALL (q.allowed_runners) AS bad_runner,
    EXISTS (SELECT FROM raydeck.profile AS p WHERE p.name = t ->> 'profile') AS has_profile,
    q.name IS NOT NULL AND cardinality(q.allowed_callables) > 0
      AND NOT EXISTS (SELECT FROM unnest(q.allowed_callables) AS a WHERE t ->> 'callable' = a OR starts_with(t ->> 'callable', a || '.')) AS forbidden
  INTO problem
  FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
  LEFT JOIN held AS q ON q.name = COALESCE(t ->> 'queue', 'default')
  WHERE q.name IS NULL
    OR (t ->> 'profile' IS NOT NULL AND (NOT EXISTS (SELECT FROM raydeck.profile AS p WHERE p.name = t ->> 'profile')
      OR NOT COALESCE(any_profile OR t ->> 'profile' = q.profile
        OR q.allowed_profiles && ARRAY[t ->> 'profile', '*'], false)))
    OR (cardinality(q.allowed_runners) > 0 AND t ->> 'runner' <> ALL (q.allowed_runners))
    OR (cardinality(q.allowed_callables) > 0
      AND NOT EXISTS (SELECT FROM unnest(q.allowed_callables) AS a WHERE t ->> 'callable' = a OR starts_with(t ->> 'callable', a || '.')))
  ORDER BY ord LIMIT 1;
  IF FOUND THEN
    IF problem.name IS NULL THEN
      RETURN raydeck.refusal_of('RD404', format('tasks[%s].queue', problem.index), format('there is no queue "%s"', left(problem.queue, 100)));
    ELSIF problem.forbidden THEN
      RETURN raydeck.refusal_of('RD403', format('tasks[%s].callable', problem.index),
        format('queue "%s" does not allow "%s"', problem.queue, problem.callable));
    ELSIF problem.bad_runner THEN
      RETURN raydeck.refusal_of('RD403', format('tasks[%s].runner', problem.index),
        format('queue "%s" does not allow the runner "%s"', problem.queue, problem.runner));
    END IF;
    IF problem.has_profile THEN
      RETURN raydeck.refusal_of('RD403', format('tasks[%s].profile', problem.index),
        format('queue "%s" does not allow the profile "%s"; an administrator adds it to the queue''s allowedProfiles', problem.queue, problem.profile));
    END IF;
    RETURN raydeck.refusal_of('RD404', format('tasks[%s].profile', problem.index), format('there is no profile "%s"', left(problem.profile, 100)));
  END IF;

  RETURN NULL;
END $door$;

-- The door. What it refuses is one row with code, message and detail, and nothing was written: the caller's transaction lives on.
-- Generic plans: to PostgreSQL a plan for the very arguments looks cheaper each time, and making it costs more than all the rest.
CREATE OR REPLACE FUNCTION raydeck.try_enqueue_tasks(request jsonb)
  RETURNS TABLE (id uuid, replayed boolean, enqueued_at timestamptz, code text, message text, detail text)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $door$
#variable_conflict use_column
DECLARE
  is_app boolean := session_user = current_user OR pg_has_role(session_user, 'raydeck_app', 'MEMBER');
  tasks jsonb := request -> 'tasks';
  caller text;
  granted text[];
  refused raydeck.refusal;
  total integer;
  ids uuid[];
  fresh boolean[];
  now_at timestamptz := clock_timestamp();
BEGIN
  IF NOT is_app THEN
    SELECT array_agg(DISTINCT q) INTO granted
      FROM raydeck.producer_grant AS g, unnest(g.queues) AS q
      WHERE to_regrole(quote_ident(g.role_name)) IS NOT NULL AND pg_has_role(session_user, g.role_name, 'MEMBER');
  END IF;
  refused := raydeck.request_refusal(request, is_app, granted);
  IF refused.code IS NOT NULL THEN
    RETURN QUERY SELECT NULL::uuid, NULL::boolean, NULL::timestamptz, refused.code, refused.message, refused.detail;
    RETURN;
  END IF;
  caller := COALESCE(request ->> 'createdBy', 'sql:' || session_user);
  total := jsonb_array_length(tasks);

  refused := raydeck.admission_refusal(tasks, COALESCE((request ->> 'anyProfile')::boolean, false));
  IF refused.code IS NOT NULL THEN
    RETURN QUERY SELECT NULL::uuid, NULL::boolean, NULL::timestamptz, refused.code, refused.message, refused.detail;
    RETURN;
  END IF;

  ids := ARRAY(SELECT raydeck.uuid_v7() FROM generate_series(1, total));
  IF jsonb_path_exists(tasks, '$[*].idempotencyKey ? (@ != null)') THEN
    IF (SELECT count(t ->> 'idempotencyKey') <> count(DISTINCT t ->> 'idempotencyKey') FROM jsonb_array_elements(tasks) AS t) THEN
      refused := raydeck.refusal_of('RD400', 'tasks', 'hold one idempotencyKey twice');
      RETURN QUERY SELECT NULL::uuid, NULL::boolean, NULL::timestamptz, refused.code, refused.message, refused.detail;
      RETURN;
    END IF;
    -- Keys are taken in sorted order, so that two batches cannot deadlock. A key that somebody else took meanwhile shows
    -- up only to the next statement: hence two.
    INSERT INTO raydeck.idempotency_key (scope, key, request_hash, task_id, expires_at)
    SELECT caller, t ->> 'idempotencyKey', encode(sha256(convert_to((t - '{idempotencyKey,traceparent}'::text[])::text, 'UTF8')), 'hex'),
      ids[ord], now_at + interval '24 hours'
    FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
    WHERE t ->> 'idempotencyKey' IS NOT NULL ORDER BY t ->> 'idempotencyKey'
    ON CONFLICT (scope, key) DO UPDATE
      SET request_hash = EXCLUDED.request_hash, task_id = EXCLUDED.task_id, created_at = now_at, expires_at = EXCLUDED.expires_at
      WHERE idempotency_key.expires_at <= now_at;
    SELECT r.* INTO refused
    FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e(t, ord)
    JOIN raydeck.idempotency_key AS k ON k.scope = caller AND k.key = t ->> 'idempotencyKey',
    LATERAL raydeck.refusal_of('RD409', format('tasks[%s].idempotencyKey', ord - 1), 'was used with another request') AS r
    WHERE k.request_hash <> encode(sha256(convert_to((t - '{idempotencyKey,traceparent}'::text[])::text, 'UTF8')), 'hex')
    ORDER BY ord LIMIT 1;
    IF FOUND THEN
      -- The others' keys, which were taken for nothing.
      DELETE FROM raydeck.idempotency_key AS k WHERE k.scope = caller AND k.task_id = ANY (ids);
      RETURN QUERY SELECT NULL::uuid, NULL::boolean, NULL::timestamptz, refused.code, refused.message, refused.detail;
      RETURN;
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

  RETURN QUERY SELECT ids[i], NOT COALESCE(fresh[i], true),
      CASE WHEN COALESCE(fresh[i], true) THEN now_at ELSE (SELECT t.created_at FROM raydeck.task AS t WHERE t.id = ids[i]) END,
      NULL::text, NULL::text, NULL::text
    FROM generate_series(1, total) AS i;
END $door$;

-- As before: rows by ordinal, or the refusal as an error.
CREATE OR REPLACE FUNCTION raydeck.enqueue_tasks(request jsonb)
  RETURNS TABLE (ordinal integer, id uuid, replayed boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $door$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT (e.ordinality - 1)::integer, e.id, e.replayed
    FROM raydeck.try_enqueue_tasks(request) WITH ORDINALITY AS e
    WHERE e.code IS NULL OR raydeck.raise_refusal(e.code, e.message, e.detail);
END $door$;

DROP FUNCTION raydeck.refuse(text, text, text);
REVOKE ALL ON FUNCTION raydeck.refusal_of(text, text, text), raydeck.raise_refusal(text, text, text),
  raydeck.request_refusal(jsonb, boolean, text[]), raydeck.admission_refusal(jsonb, boolean) FROM PUBLIC;

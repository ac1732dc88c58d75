-- Django: an application reads the tasks of its queues through its own role, and a refusal does not cost it its transaction.
-- Adds only; the version before runs on beside it.

-- ----------------------------------------------------------------------------------------------------------- reading

-- A login role that may read tasks; to enqueue is another right, for payloads of others may stand in the same queue.
DO $$
BEGIN
  CREATE ROLE raydeck_reader NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

CREATE TABLE raydeck.reader_grant (
  role_name text PRIMARY KEY,
  queues    text[] NOT NULL
);

-- The queues whose tasks the session may read; null is all of them: Raydeck's own processes, the owner.
CREATE FUNCTION raydeck.readable_queues() RETURNS text[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN session_user <> current_user AND NOT pg_has_role(session_user, 'raydeck_app', 'MEMBER') THEN
    COALESCE((SELECT array_agg(DISTINCT q) FROM raydeck.reader_grant AS g, unnest(g.queues) AS q
      WHERE to_regrole(quote_ident(g.role_name)) IS NOT NULL AND pg_has_role(session_user, g.role_name, 'MEMBER')), '{}') END
$$;

-- The sub-selects are worked out once for a query, not for each row. A barrier: no function of the reader's sees other rows.
CREATE VIEW raydeck.readable_task WITH (security_barrier) AS
  SELECT t.id, t.callable, t.args, t.kwargs, t.queue, t.priority, t.state, t.run_at, t.expires_at, t.runner, t.max_attempts,
    t.timeout_seconds, t.retry_policy, t.resources, t.profile, t.concurrency_key, t.tags, t.created_by, t.created_at,
    t.started_at, t.finished_at, t.cancel_requested_at, t.attempt_count, t.failures, t.losses, t.result
  FROM raydeck.task AS t
  WHERE (SELECT raydeck.readable_queues()) IS NULL OR t.queue = ANY ((SELECT raydeck.readable_queues())::text[]);

CREATE VIEW raydeck.readable_attempt WITH (security_barrier) AS
  SELECT a.id, a.task_id, a.number, a.state, a.runner, a.worker_id, a.ray_address, a.ray_job_id, a.ray_node_id, a.submitted_at,
    a.started_at, a.finished_at, a.error_class, a.error_message, a.traceback, a.exit_code, a.peak_memory_bytes, a.cpu_seconds,
    a.log_tail, a.progress
  FROM raydeck.attempt AS a
  JOIN raydeck.task AS t ON t.id = a.task_id
  WHERE (SELECT raydeck.readable_queues()) IS NULL OR t.queue = ANY ((SELECT raydeck.readable_queues())::text[]);

-- Lets a login role read the tasks of the named queues, arguments and results too. Run by the owner.
CREATE FUNCTION raydeck.grant_read(role_name text, queues text[]) RETURNS void LANGUAGE plpgsql AS $$
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
  INSERT INTO raydeck.reader_grant AS g VALUES (role_name, queues)
    ON CONFLICT ON CONSTRAINT reader_grant_pkey DO UPDATE SET queues = EXCLUDED.queues;
  EXECUTE format('GRANT raydeck_reader TO %I', role_name);
END $$;

-- -------------------------------------------------------------------------------------------------------- enqueueing

-- The door, for a caller in the middle of a transaction: what it refuses comes back as a row instead of an error, so that the
-- caller's transaction lives on without a savepoint of its own, which would be two more round trips. And tells when each task was
-- enqueued, by the database's clock.
CREATE FUNCTION raydeck.try_enqueue_tasks(request jsonb)
  RETURNS TABLE (id uuid, replayed boolean, enqueued_at timestamptz, code text, message text, detail text)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  enqueued record;
BEGIN
  FOR enqueued IN SELECT e.id, e.replayed FROM raydeck.enqueue_tasks(request) AS e LOOP
    id := enqueued.id;
    replayed := enqueued.replayed;
    enqueued_at := (SELECT t.created_at FROM raydeck.task AS t WHERE t.id = enqueued.id);
    RETURN NEXT;
  END LOOP;
EXCEPTION WHEN OTHERS THEN
  -- A deadlock or a serialization failure has cost the whole transaction, whatever is done here.
  IF SQLSTATE IN ('40001', '40P01') THEN RAISE; END IF;
  GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
  RETURN NEXT;
END $$;

-- ------------------------------------------------------------------------------------------------------------ grants

REVOKE ALL ON FUNCTION raydeck.readable_queues(), raydeck.grant_read(text, text[]), raydeck.try_enqueue_tasks(jsonb) FROM PUBLIC;
GRANT USAGE ON SCHEMA raydeck TO raydeck_reader;
GRANT EXECUTE ON FUNCTION raydeck.readable_queues() TO raydeck_app, raydeck_reader;
GRANT SELECT ON raydeck.readable_task, raydeck.readable_attempt TO raydeck_app, raydeck_reader;
GRANT SELECT ON raydeck.reader_grant TO raydeck_app;
GRANT EXECUTE ON FUNCTION raydeck.try_enqueue_tasks(jsonb) TO raydeck_app, raydeck_producer;

-- Retention: how long finished tasks and the audit log are kept, pinned tasks, the record of each run, and what is still to be
-- deleted outside the database. Adds only; the version before runs on beside it, and prunes nothing.
--
-- The indexes of tasks that go and of those that stay, task_retention_idx and task_pinned_idx, are not made here: a migration is one
-- transaction, in which an index can only be made while all writers of the table wait, minutes for a large one. The step that applies
-- the migrations makes them after it, CONCURRENTLY (packages/db/src/build-indexes.ts). Until they are there, nothing is pruned.

-- Constant defaults: no row is rewritten.
ALTER TABLE raydeck.task ADD COLUMN pinned boolean NOT NULL DEFAULT false;

-- {succeededDays, failedDays, canceledDays}, each a number or "forever"; what is left out is as the installation says.
ALTER TABLE raydeck.queue
  ADD COLUMN retention jsonb,
  ADD CONSTRAINT queue_retention_check CHECK (jsonb_typeof(retention) = 'object');

-- The same for all queues, and auditDays; what is left out has its default. One row, and not control's: that is locked by each claim.
CREATE TABLE raydeck.retention (
  singleton  boolean PRIMARY KEY DEFAULT true,
  settings   jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  updated_by text,
  CONSTRAINT retention_singleton_check CHECK (singleton),
  CONSTRAINT retention_settings_check CHECK (jsonb_typeof(settings) = 'object')
);
INSERT INTO raydeck.retention DEFAULT VALUES;

-- One pruning run, from its request to its end; the leader does it, and whoever leads after a crash goes on with it.
CREATE TABLE raydeck.retention_run (
  id             uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  requested_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  requested_by   text NOT NULL,
  started_at     timestamptz(6),
  finished_at    timestamptz(6),
  tasks          bigint NOT NULL DEFAULT 0,
  attempts       bigint NOT NULL DEFAULT 0,
  events         bigint NOT NULL DEFAULT 0,
  audit_rows     bigint NOT NULL DEFAULT 0,
  stored_objects bigint NOT NULL DEFAULT 0,
  batches        integer NOT NULL DEFAULT 0,
  -- The longest transaction of the run.
  longest_ms     integer NOT NULL DEFAULT 0,
  -- Whether its budget was used up before its work; the next run goes on.
  is_cut         boolean NOT NULL DEFAULT false,
  error          text
) WITH (fillfactor = 50);
-- One at a time.
CREATE UNIQUE INDEX retention_run_open_idx ON raydeck.retention_run ((true)) WHERE finished_at IS NULL;

-- Results and logs outside the database whose rows are gone: written in the transaction that deletes the rows, so that a crash
-- between commit and deletion forgets none.
CREATE TABLE raydeck.stored_deletion (
  id         uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  ref        text NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  due_at     timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  tries      integer NOT NULL DEFAULT 0,
  error      text
);
CREATE INDEX stored_deletion_due_at_idx ON raydeck.stored_deletion (due_at);

-- The app role cannot delete from the audit log. It may have the oldest rows deleted, a portion at a time, and never younger ones
-- than thirty days, whatever it asks for.
CREATE FUNCTION raydeck.prune_audit(keep interval, portion integer) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  deleted integer;
BEGIN
  DELETE FROM raydeck.audit_log AS a WHERE a.id IN (
    SELECT o.id FROM (SELECT id, at FROM raydeck.audit_log ORDER BY id LIMIT LEAST(GREATEST(portion, 1), 10000)) AS o
    WHERE o.at < statement_timestamp() - GREATEST(keep, interval '30 days'));
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END $$;

-- Events die with their tasks, as many as those.
ALTER TABLE raydeck.task_event SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
-- Results and arguments of some size stand in the table's own store for large values, which has thresholds of its own.
ALTER TABLE raydeck.task SET (toast.autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE raydeck.attempt SET (toast.autovacuum_vacuum_scale_factor = 0.02);

REVOKE ALL ON FUNCTION raydeck.prune_audit(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION raydeck.prune_audit(interval, integer) TO raydeck_app;
GRANT SELECT, UPDATE ON raydeck.retention TO raydeck_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.retention_run, raydeck.stored_deletion TO raydeck_app;

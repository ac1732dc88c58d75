-- Large results, large arguments and logs outside of their rows. Adds only; the version before runs on beside it, but would hand a task
-- with stored arguments the few words that stand in their place: workers go first, then the web that makes such tasks.

-- Objects of the storage "database": chunks come first, and the object last, which makes it whole.
CREATE TABLE raydeck.stored_object (
  key        text PRIMARY KEY,
  size_bytes bigint NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT stored_object_size_bytes_check CHECK (size_bytes >= 0)
);

CREATE TABLE raydeck.stored_chunk (
  key     text NOT NULL,
  index   integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (key, index),
  CONSTRAINT stored_chunk_index_check CHECK (index >= 0)
);

-- What was begun to be stored, wherever: written before the first byte, so that nothing is ever stored that nobody knows of. `ref` is
-- set when it is whole. Swept once it is old: with its object, unless a row names that.
CREATE TABLE raydeck.upload (
  id         uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  kind       text NOT NULL,
  -- `attempt:<id>`, or the principal that may enqueue with it.
  owner      text NOT NULL,
  scheme     text NOT NULL,
  key        text NOT NULL,
  ref        text,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT upload_kind_check CHECK (kind IN ('result', 'arguments', 'log')),
  CONSTRAINT upload_scheme_check CHECK (scheme IN ('database', 'file', 's3'))
);
CREATE INDEX upload_created_at_idx ON raydeck.upload (created_at);

-- Both arguments in one object; `args` then holds a few words about it, and `kwargs` is empty. Several tasks may share one.
ALTER TABLE raydeck.task ADD COLUMN args_ref text;
CREATE INDEX task_args_ref_idx ON raydeck.task (args_ref) WHERE args_ref IS NOT NULL;

-- Whether there may be more output than `log_tail` has, for a worker to fetch from Ray.
ALTER TABLE raydeck.attempt ADD COLUMN log_wanted boolean NOT NULL DEFAULT false;
CREATE INDEX attempt_log_wanted_idx ON raydeck.attempt (ray_address, finished_at) WHERE log_wanted;

CREATE OR REPLACE VIEW raydeck.readable_task WITH (security_barrier) AS
  SELECT t.id, t.callable, t.args, t.kwargs, t.queue, t.priority, t.state, t.run_at, t.expires_at, t.runner, t.max_attempts,
    t.timeout_seconds, t.retry_policy, t.resources, t.profile, t.concurrency_key, t.tags, t.created_by, t.created_at,
    t.started_at, t.finished_at, t.cancel_requested_at, t.attempt_count, t.failures, t.losses, t.result, t.result_ref, t.args_ref
  FROM raydeck.task AS t
  WHERE (SELECT raydeck.readable_queues()) IS NULL OR t.queue = ANY ((SELECT raydeck.readable_queues())::text[]);

GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.stored_object, raydeck.stored_chunk, raydeck.upload TO raydeck_app;

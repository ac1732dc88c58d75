-- One action on many tasks, worked off in portions. Adds only; the version before runs on beside it.

CREATE TABLE raydeck.bulk_operation (
  id          uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  action      text NOT NULL,
  -- What the action needs to know: a priority, a queue, a time.
  change      jsonb NOT NULL DEFAULT '{}',
  -- As of its start: a task that is enqueued later never matches. Null where the tasks were named.
  filter      jsonb,
  reason      text NOT NULL,
  created_by  text NOT NULL,
  -- Who asked, as of then; what they may is looked up anew before each portion.
  requester   jsonb NOT NULL,
  state       text NOT NULL DEFAULT 'PENDING',
  error       text,
  per_second  integer NOT NULL,
  total       integer NOT NULL,
  done        integer NOT NULL DEFAULT 0,
  skipped     integer NOT NULL DEFAULT 0,
  -- Where the search goes on, and whether it is at its end.
  cursor      text,
  is_searched boolean NOT NULL DEFAULT false,
  -- The run that works it off; an older one finds another here, and stops.
  run_id      uuid,
  -- Runs since a portion was last recorded.
  tries       integer NOT NULL DEFAULT 0,
  -- When it was handed over, or last got on.
  queued_at   timestamptz(6),
  created_at  timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  started_at  timestamptz(6),
  finished_at timestamptz(6),
  CONSTRAINT bulk_operation_action_check CHECK (action IN ('retry', 'cancel', 'priority', 'move', 'delay', 'delete')),
  CONSTRAINT bulk_operation_state_check CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'ABORTED', 'FAILED')),
  CONSTRAINT bulk_operation_finished_check CHECK ((finished_at IS NULL) = (state IN ('PENDING', 'RUNNING')))
);
CREATE INDEX bulk_operation_open_idx ON raydeck.bulk_operation (id) WHERE finished_at IS NULL;
CREATE INDEX bulk_operation_created_by_id_idx ON raydeck.bulk_operation (created_by, id);

-- What became of each task. The task may be gone.
CREATE TABLE raydeck.bulk_operation_row (
  operation_id uuid NOT NULL CONSTRAINT bulk_operation_row_operation_id_fkey REFERENCES raydeck.bulk_operation (id) ON DELETE CASCADE,
  task_id      uuid NOT NULL,
  outcome      text NOT NULL DEFAULT 'PENDING',
  message      text,
  at           timestamptz(6),
  CONSTRAINT bulk_operation_row_pkey PRIMARY KEY (operation_id, task_id),
  CONSTRAINT bulk_operation_row_outcome_check CHECK (outcome IN ('PENDING', 'DONE', 'SKIPPED'))
);
CREATE INDEX bulk_operation_row_outcome_idx ON raydeck.bulk_operation_row (operation_id, outcome, task_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.bulk_operation, raydeck.bulk_operation_row TO raydeck_app;

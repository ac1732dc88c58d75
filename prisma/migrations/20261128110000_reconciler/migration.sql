-- Who leads the system's own sweeps, a pause over all queues, and clusters that are drained. Adds only; the version before runs on
-- beside it (and does not heed a pause or a drain).

-- One row for each thing that one worker does for all: 'database', and 'ray:' with a cluster's address.
CREATE TABLE raydeck.leader (
  name       text PRIMARY KEY,
  worker_id  uuid NOT NULL,
  taken_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(6) NOT NULL
) WITH (fillfactor = 50);

ALTER TABLE raydeck.control
  ADD COLUMN paused        boolean NOT NULL DEFAULT false,
  ADD COLUMN paused_reason text,
  ADD COLUMN paused_by     text,
  ADD COLUMN paused_at     timestamptz(6),
  ADD CONSTRAINT control_paused_check CHECK (paused = (paused_at IS NOT NULL));

-- A cluster that is drained gets no new attempts; what runs there goes on.
ALTER TABLE raydeck.cluster
  ADD COLUMN drained        boolean NOT NULL DEFAULT false,
  ADD COLUMN drained_reason text,
  ADD COLUMN drained_by     text,
  ADD COLUMN drained_at     timestamptz(6),
  ADD CONSTRAINT cluster_drained_check CHECK (drained = (drained_at IS NOT NULL));

GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.leader TO raydeck_app;

-- Webhooks: who is told of what, what was told, and how far the leader has looked. Adds only; the version before runs on beside it, and
-- tells nobody. Nothing is added to the way of a task: deliveries are made from what finished, after it has.

CREATE TABLE raydeck.webhook (
  id                uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  name              text NOT NULL CONSTRAINT webhook_name_key UNIQUE,
  url               text NOT NULL,
  events            text[] NOT NULL,
  -- Empty: all.
  queues            text[] NOT NULL DEFAULT '{}',
  callables         text[] NOT NULL DEFAULT '{}',
  tags              text[] NOT NULL DEFAULT '{}',
  -- Due tasks of a queue from which on queue.backlog is told.
  backlog_threshold integer,
  -- Ciphertexts by ENCRYPTION_KEYS. The one before signs beside the new one for a while.
  secret            text NOT NULL,
  previous_secret   text,
  previous_until    timestamptz(6),
  enabled           boolean NOT NULL DEFAULT true,
  disabled_reason   text,
  -- Since when nothing has arrived; null after each delivery.
  failing_since     timestamptz(6),
  -- Of what happened before, nothing is told.
  told_from         timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  created_by        text NOT NULL,
  created_at        timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  updated_at        timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT webhook_name_check CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$'),
  CONSTRAINT webhook_url_check CHECK (length(url) <= 2000),
  CONSTRAINT webhook_events_check CHECK (cardinality(events) > 0
    AND events <@ ARRAY['task.succeeded', 'task.failed', 'task.canceled', 'queue.backlog', 'worker.lost']),
  CONSTRAINT webhook_backlog_threshold_check CHECK (backlog_threshold BETWEEN 1 AND 100000)
);

CREATE TABLE raydeck.webhook_delivery (
  id           uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  webhook_id   uuid NOT NULL CONSTRAINT webhook_delivery_webhook_id_fkey REFERENCES raydeck.webhook (id) ON DELETE CASCADE,
  event        text NOT NULL,
  -- What happened: the same is told once.
  event_key    text NOT NULL,
  -- Never arguments, results, messages or logs.
  payload      jsonb NOT NULL,
  state        text NOT NULL DEFAULT 'PENDING',
  attempts     integer NOT NULL DEFAULT 0,
  created_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  -- When a job of pg-boss was made for it.
  queued_at    timestamptz(6),
  tried_at     timestamptz(6),
  delivered_at timestamptz(6),
  status_code  integer,
  duration_ms  integer,
  error        text,
  CONSTRAINT webhook_delivery_event_key UNIQUE (webhook_id, event_key),
  CONSTRAINT webhook_delivery_state_check CHECK (state IN ('PENDING', 'DELIVERED', 'DEAD')),
  CONSTRAINT webhook_delivery_delivered_at_check CHECK ((delivered_at IS NOT NULL) = (state = 'DELIVERED'))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX webhook_delivery_webhook_id_id_idx ON raydeck.webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_pending_idx ON raydeck.webhook_delivery (queued_at) WHERE state = 'PENDING';

-- How far finished tasks have been looked at; one row. A transaction may commit a task's end after one that ended later, so each stretch
-- is looked at twice: at once, up to seen_at, and once more when every transaction that was open at mark_at has ended, up to safe_at.
CREATE TABLE raydeck.webhook_cursor (
  singleton boolean PRIMARY KEY DEFAULT true,
  seen_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  safe_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  -- The next transaction id at mark_at; null: no mark is set.
  mark_xid  xid8,
  mark_at   timestamptz(6),
  CONSTRAINT webhook_cursor_singleton_check CHECK (singleton)
);
INSERT INTO raydeck.webhook_cursor DEFAULT VALUES;

-- Queues that a webhook was told of as being behind.
CREATE TABLE raydeck.webhook_backlog (
  webhook_id uuid NOT NULL CONSTRAINT webhook_backlog_webhook_id_fkey REFERENCES raydeck.webhook (id) ON DELETE CASCADE,
  queue      text NOT NULL,
  since      timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT webhook_backlog_pkey PRIMARY KEY (webhook_id, queue)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.webhook, raydeck.webhook_delivery, raydeck.webhook_backlog TO raydeck_app;
GRANT SELECT, UPDATE ON raydeck.webhook_cursor TO raydeck_app;

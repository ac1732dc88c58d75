-- What stands beside tasks in the console: workers that are drained, one-time links into accounts, accounts at identity providers,
-- and the jobs of clusters. Adds only; the version before runs on beside it, and its workers heed no drain.

-- It takes nothing new; what it holds goes on. A worker that takes a new id keeps it, a new process does not.
ALTER TABLE raydeck.worker
  ADD COLUMN drained_at     timestamptz(6),
  ADD COLUMN drained_by     text,
  ADD COLUMN drained_reason text;

-- A link that lets its holder in once: to a new account, to a new password, or as the first administrator.
CREATE TABLE raydeck.user_link (
  id         uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  -- SHA-256 of the token, which stands nowhere.
  token_hash text NOT NULL CONSTRAINT user_link_token_hash_key UNIQUE,
  purpose    text NOT NULL,
  -- Null for the first administrator, who is nobody yet.
  user_id    uuid CONSTRAINT user_link_user_id_fkey REFERENCES raydeck."user" (id) ON DELETE CASCADE,
  created_by text NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(6) NOT NULL,
  CONSTRAINT user_link_purpose_check CHECK (purpose IN ('invite', 'reset', 'first')),
  CONSTRAINT user_link_user_check CHECK ((user_id IS NULL) = (purpose = 'first'))
);
CREATE INDEX user_link_user_id_idx ON raydeck.user_link (user_id);

-- Who somebody is at an OpenID provider. E-mail addresses change there; the subject does not.
CREATE TABLE raydeck.user_identity (
  issuer       text NOT NULL,
  subject      text NOT NULL,
  user_id      uuid NOT NULL CONSTRAINT user_identity_user_id_fkey REFERENCES raydeck."user" (id) ON DELETE CASCADE,
  created_at   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT user_identity_pkey PRIMARY KEY (issuer, subject)
);
CREATE INDEX user_identity_user_id_idx ON raydeck.user_identity (user_id);

-- All jobs of a cluster as one worker mirrors them, whoever submitted them. They outlive the head, whose list dies with it.
CREATE TABLE raydeck.cluster_job (
  id            uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  ray_address   text NOT NULL,
  ray_session   text NOT NULL,
  -- Ray's submission id, or the job id of a driver that nobody submitted.
  key           text NOT NULL,
  submission_id text,
  job_id        text,
  type          text NOT NULL,
  status        text NOT NULL,
  entrypoint    text NOT NULL,
  message       text,
  error_type    text,
  -- Ours, if its submission id says so.
  attempt_id    uuid,
  metadata      jsonb NOT NULL DEFAULT '{}',
  node_id       text,
  exit_code     integer,
  started_at    timestamptz(6),
  ended_at      timestamptz(6),
  log_tail      text,
  log_at        timestamptz(6),
  first_seen_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  seen_at       timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  -- Ray no longer lists it: its record was deleted, or the head started anew.
  gone_at       timestamptz(6),
  CONSTRAINT cluster_job_key UNIQUE (ray_address, ray_session, key)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX cluster_job_listed_idx ON raydeck.cluster_job (ray_address) WHERE gone_at IS NULL;
CREATE INDEX cluster_job_seen_at_idx ON raydeck.cluster_job (seen_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.user_link, raydeck.user_identity, raydeck.cluster_job TO raydeck_app;

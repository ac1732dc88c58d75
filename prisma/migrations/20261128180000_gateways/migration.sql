-- The gateways of the runner ray_core. Adds only; the version before runs on beside it.

-- One row for each incarnation. `ended_at` is set once it is known that nothing of it runs any more; from then on it is never renewed.
CREATE TABLE raydeck.gateway (
  id               uuid PRIMARY KEY,
  ray_address      text NOT NULL,
  ray_session      text NOT NULL,
  job_name         text NOT NULL,
  -- Of code and settings: another one replaces it.
  version          text NOT NULL,
  -- Set once, by the exchange of its ticket.
  execution_id     uuid,
  draining         boolean NOT NULL DEFAULT false,
  held             integer NOT NULL DEFAULT 0,
  actors           integer NOT NULL DEFAULT 0,
  created_at       timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  lease_expires_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  ended_at         timestamptz(6),
  end_reason       text
);
CREATE INDEX gateway_ray_address_ended_at_idx ON raydeck.gateway (ray_address, ended_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.gateway TO raydeck_app;

-- Where this very worker answers, unlike the address that all of them share. Null: it was started by a version before, or serves no gateway.
ALTER TABLE raydeck.worker ADD COLUMN attempt_api_url text;

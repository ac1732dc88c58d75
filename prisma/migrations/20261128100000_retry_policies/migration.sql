-- Listed delays, lists of classes that are retried or given up on, and snoozes. Adds only: what was a policy stays one, and the version
-- before runs on beside it.

-- Whether it is a list of paths of exception classes: `module.qualname`, or a name of Raydeck's own without a module.
CREATE FUNCTION raydeck.is_class_paths(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(value) = 'array'
    AND jsonb_array_length(CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END) <= 50
    AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END) AS e(v)
      WHERE jsonb_typeof(v) <> 'string' OR length(v #>> '{}') > 255
        OR v #>> '{}' !~ '^[A-Za-z_][A-Za-z0-9_]*([.]([A-Za-z_][A-Za-z0-9_]*|<locals>))*$')
$$;

CREATE FUNCTION raydeck.is_delays(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(value) = 'array'
    AND jsonb_array_length(CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END) BETWEEN 1 AND 100
    AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END) AS e(v)
      WHERE CASE jsonb_typeof(v) WHEN 'number' THEN (v #>> '{}')::numeric NOT BETWEEN 0 AND 31536000 ELSE true END)
$$;

-- A list has its delays in it: first and longest delay would mean nothing beside it, nor it beside them.
CREATE OR REPLACE FUNCTION raydeck.is_retry_policy(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(value) = 'object'
    AND COALESCE(value ->> 'backoff' IN ('fixed', 'linear', 'exponential', 'listed'), false)
    AND (value ->> 'backoff' = 'listed') = (value ? 'delaysSeconds')
    AND NOT (value ->> 'backoff' = 'listed' AND value ?| ARRAY['delaySeconds', 'maxDelaySeconds'])
    AND NOT EXISTS (
      SELECT FROM jsonb_each(CASE jsonb_typeof(value) WHEN 'object' THEN value ELSE '{}' END) AS e(k, v)
      WHERE CASE
        WHEN k = 'backoff' THEN false
        WHEN k IN ('delaySeconds', 'maxDelaySeconds') THEN
          jsonb_typeof(v) <> 'number' OR (v #>> '{}')::numeric NOT BETWEEN 0 AND 31536000
        WHEN k = 'delaysSeconds' THEN NOT raydeck.is_delays(v)
        WHEN k = 'jitter' THEN COALESCE(v #>> '{}' NOT IN ('none', 'full', 'equal'), true)
        WHEN k IN ('retryOn', 'giveUpOn') THEN NOT raydeck.is_class_paths(v)
        ELSE true
      END)
$$;

-- Not validated: every row there is has the default, and a scan of a large table would hold up its writers.
ALTER TABLE raydeck.task
  ADD COLUMN snoozes smallint NOT NULL DEFAULT 0,
  ADD CONSTRAINT task_snoozes_check CHECK (snoozes >= 0) NOT VALID;

REVOKE ALL ON FUNCTION raydeck.is_class_paths(jsonb), raydeck.is_delays(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION raydeck.is_class_paths(jsonb), raydeck.is_delays(jsonb) TO raydeck_app;

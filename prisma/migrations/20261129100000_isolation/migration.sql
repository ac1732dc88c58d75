-- A task may ask for a process of its own in an actor of ray_core. Adds only: what were resources stay such, and the version before runs
-- on beside it, which runs such a task in an actor as it runs the others.

CREATE OR REPLACE FUNCTION raydeck.is_resources(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(value) = 'object'
    AND NOT EXISTS (
      SELECT FROM jsonb_each(CASE jsonb_typeof(value) WHEN 'object' THEN value ELSE '{}' END) AS e(k, v)
      WHERE CASE
        WHEN k IN ('numCpus', 'numGpus') THEN jsonb_typeof(v) <> 'number' OR (v #>> '{}')::numeric NOT BETWEEN 0 AND 100000
        WHEN k = 'memoryBytes' THEN jsonb_typeof(v) <> 'number' OR (v #>> '{}')::numeric NOT BETWEEN 0 AND 1e15
        WHEN k = 'custom' THEN jsonb_typeof(v) <> 'object' OR EXISTS (
          SELECT FROM jsonb_each(CASE jsonb_typeof(v) WHEN 'object' THEN v ELSE '{}' END) AS c(ck, cv)
          WHERE ck !~ '^[A-Za-z0-9_.:/-]{1,100}$' OR jsonb_typeof(cv) <> 'number' OR (cv #>> '{}')::numeric NOT BETWEEN 0 AND 1e9)
        WHEN k = 'labelSelector' THEN jsonb_typeof(v) <> 'object' OR EXISTS (
          SELECT FROM jsonb_each(CASE jsonb_typeof(v) WHEN 'object' THEN v ELSE '{}' END) AS c(ck, cv)
          WHERE ck !~ '^[A-Za-z0-9_.:/-]{1,100}$' OR jsonb_typeof(cv) <> 'string' OR length(cv #>> '{}') > 200)
        WHEN k = 'isolation' THEN v NOT IN ('"actor"', '"process"')
        ELSE true
      END)
$$;

-- Of the door's checks one sentence changes. The rest is not said again, so that what changes beside it is not undone.
DO $change$
DECLARE
  before text := pg_get_functiondef('raydeck.request_refusal(jsonb, boolean, text[])'::regprocedure);
  after  text := replace(before, 'custom?, labelSelector?}', 'custom?, labelSelector?, isolation?}');
BEGIN
  IF after = before THEN
    RAISE EXCEPTION 'raydeck.request_refusal does not say what resources must be';
  END IF;
  EXECUTE after;
END $change$;

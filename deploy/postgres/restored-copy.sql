-- For a restored copy that stands beside the installation it was made of: docs/operations.md. Not for one that takes its place.
--
--   psql --single-transaction --set ON_ERROR_STOP=1 --file restored-copy.sql COPY
--
-- By the owner of the schema, before any worker of the copy starts. Ray jobs, queues and schedules of the original stay untouched:
-- the copy forgets what ran there, has a name of its own on Ray, begins paused, and tells no webhook.

UPDATE raydeck.installation SET id = raydeck.new_installation_id();

-- What runs now runs for the original. Its attempts are over here, and their tasks wait.
WITH ended AS (
  UPDATE raydeck.attempt
  SET state = 'LOST', finished_at = clock_timestamp(), released_at = clock_timestamp(), error_class = 'Lost',
    error_message = 'The attempt belongs to the installation that this copy was made of.'
  WHERE state IN ('SUBMITTED', 'RUNNING')
  RETURNING id, task_id
), waiting AS (
  UPDATE raydeck.task AS t
  SET state = CASE WHEN t.cancel_requested_at IS NULL THEN 'QUEUED' ELSE 'CANCELED' END::raydeck.task_state,
    finished_at = CASE WHEN t.cancel_requested_at IS NOT NULL THEN clock_timestamp() END
  FROM ended AS e WHERE t.id = e.task_id AND t.state = 'RUNNING'
  RETURNING t.id, e.id AS attempt_id
)
INSERT INTO raydeck.task_event (task_id, attempt_id, kind, actor, reason)
SELECT id, attempt_id, 'repaired', 'system:restore', 'the copy of an installation' FROM waiting;

UPDATE raydeck.attempt SET released_at = clock_timestamp() WHERE finished_at IS NOT NULL AND released_at IS NULL;
UPDATE raydeck.limit_counter SET live = 0 WHERE live <> 0;
UPDATE raydeck.key_counter SET live = 0 WHERE live <> 0;
UPDATE raydeck.worker SET stopped_at = clock_timestamp(), lease_expires_at = LEAST(lease_expires_at, clock_timestamp())
  WHERE stopped_at IS NULL;
DELETE FROM raydeck.leader;

-- Nothing runs, and no schedule ticks, before somebody has looked and resumes.
UPDATE raydeck.control SET paused = true, paused_reason = 'restored copy', paused_by = 'system:restore',
  paused_at = clock_timestamp(), version = version + 1;
UPDATE raydeck.schedule SET paused = true, paused_reason = 'restored copy', paused_by = 'system:restore',
  paused_at = clock_timestamp() WHERE NOT paused;

-- Receivers know nothing of a copy. What was on its way is dropped.
UPDATE raydeck.webhook SET enabled = false, disabled_reason = 'restored copy', updated_at = clock_timestamp() WHERE enabled;

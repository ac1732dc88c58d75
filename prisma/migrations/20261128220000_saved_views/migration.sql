-- Views of the task list that people keep for themselves. Adds only; the version before runs on beside it.

CREATE TABLE raydeck.saved_view (
  id         uuid PRIMARY KEY DEFAULT raydeck.uuid_v7(),
  user_id    uuid NOT NULL CONSTRAINT saved_view_user_id_fkey REFERENCES raydeck."user" (id) ON DELETE CASCADE,
  name       text NOT NULL,
  -- As the filter bar says it: what its words mean is read when the view is opened.
  search     text NOT NULL,
  columns    text[] NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT saved_view_user_id_name_key UNIQUE (user_id, name)
);
CREATE UNIQUE INDEX saved_view_default_key ON raydeck.saved_view (user_id) WHERE is_default;
GRANT SELECT, INSERT, UPDATE, DELETE ON raydeck.saved_view TO raydeck_app;

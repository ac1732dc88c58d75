-- The list of SUCCEEDED tasks, newest first: without it a backlog of younger QUEUED tasks stands between the reader and the
-- first row. Only the finish writes to it, once a task, which no measurement of claim or finish could tell from noise; an
-- index over all states would cost claim and finish a fifth to a third.
CREATE INDEX task_succeeded_id_idx ON raydeck.task (id DESC) WHERE state = 'SUCCEEDED';

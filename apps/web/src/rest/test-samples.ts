import type { TestApi } from './test-api.ts';

/** A request that would do its work. */
export interface Sample {
  /** For the path's parameters. */
  params?: Record<string, string>;
  /** As `?a=b`. */
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * For tests only: by operation, what makes a request that succeeds; rows are made anew each time, so that none stands in
 * another's way. An operation without parameters and without a required body needs no entry.
 */
export const samples: Record<string, (api: TestApi) => Promise<Sample>> = {
  enqueueTask: async () => ({ body: { callable: 'a.b' } }),
  getTask: async (api) => ({ params: { id: await insertTask(api) } }),
  cancelTask: async (api) => ({ params: { id: await insertTask(api) } }),
  retryTask: async (api) => ({ params: { id: await insertTask(api, 'CANCELED') } }),
  getAttemptLog: async (api) => ({ params: { id: await insertAttempt(api) } }),
};

/** A task of the queue `default`; returns its id. */
export async function insertTask(api: TestApi, state: 'QUEUED' | 'CANCELED' = 'QUEUED'): Promise<string> {
  return insert(
    api,
    `INSERT INTO raydeck.task (callable, queue, created_by, state, finished_at)
    VALUES ('a.b', 'default', 'user:x', $1::raydeck.task_state, CASE WHEN $1 = 'CANCELED' THEN now() END) RETURNING id`,
    [state],
  );
}

/** An attempt of a task that runs; returns its id. */
export async function insertAttempt(api: TestApi): Promise<string> {
  return insert(
    api,
    `WITH t AS (INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count)
      VALUES ('a.b', 'default', 'user:x', 'RUNNING', 1) RETURNING id)
    INSERT INTO raydeck.attempt (task_id, number, runner, worker_id) SELECT id, 1, 'local', id FROM t RETURNING id`,
    [],
  );
}

async function insert(api: TestApi, text: string, values: unknown[]): Promise<string> {
  const { rows } = await api.db.pool.query<{ id: string }>(text, values);
  return rows[0]?.id ?? '';
}

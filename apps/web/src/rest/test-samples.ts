import { createHash, randomUUID } from 'node:crypto';
import type { TestApi } from './test-api.ts';

const smallestZip =
  'UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAAEAAAAYS5weVBLAQIUAxQAAAAAAAAAIQAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAACAAQAAAABhLnB5UEsFBgAAAAABAAEAMgAAACIAAAAAAA==';

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
  enqueueTasks: async () => ({ body: { tasks: [{ callable: 'a.b' }, { callable: 'a.c' }] } }),
  editTask: async (api) => ({ params: { id: await insertTask(api) }, body: { priority: 1 } }),
  getResult: async (api) => ({ params: { id: await insertTask(api, 'SUCCEEDED') } }),
  getArguments: async (api) => ({ params: { id: await insertTask(api) } }),
  uploadArguments: async () => ({ body: { args: [1], kwargs: {} } }),
  getTask: async (api) => ({ params: { id: await insertTask(api) } }),
  explainTask: async (api) => ({ params: { id: await insertTask(api) } }),
  runTaskNow: async (api) => ({ params: { id: await insertTask(api) } }),
  cancelTask: async (api) => ({ params: { id: await insertTask(api) } }),
  retryTask: async (api) => ({ params: { id: await insertTask(api, 'CANCELED') } }),
  pinTask: async (api) => ({ params: { id: await insertTask(api) } }),
  unpinTask: async (api) => ({ params: { id: await insertTask(api, 'SUCCEEDED') } }),
  previewBulk: async (api) => ({ body: { action: 'cancel', ids: [await insertTask(api)] } }),
  startBulk: async (api) => ({ body: { action: 'cancel', ids: [await insertTask(api)], reason: 'a test' } }),
  getBulk: async (api) => ({ params: { id: await insertBulk(api) } }),
  listBulkRows: async (api) => ({ params: { id: await insertBulk(api) } }),
  abortBulk: async (api) => ({ params: { id: await insertBulk(api) } }),
  getAttemptLog: async (api) => ({ params: { id: await insertAttempt(api) } }),
  getAttemptLogText: async (api) => ({ params: { id: await insertAttempt(api) } }),
  getQueue: async (api) => ({ params: { name: await insertQueue(api) } }),
  putQueue: async (api) => ({ params: { name: await insertQueue(api) }, body: { keyLimit: 1 } }),
  changeQueue: async (api) => ({ params: { name: await insertQueue(api) }, body: { concurrencyLimit: 2 } }),
  deleteQueue: async (api) => ({ params: { name: await insertQueue(api) } }),
  pauseQueue: async (api) => ({ params: { name: await insertQueue(api) }, body: { reason: 'a test' } }),
  resumeQueue: async (api) => ({ params: { name: await insertQueue(api, true) } }),
  getProfile: async (api) => ({ params: { name: await insertProfile(api) } }),
  getProfileVersion: async (api) => ({ params: { name: await insertProfile(api), version: '1' } }),
  diffProfile: async (api) => ({ params: { name: await insertProfile(api) }, query: '?from=1&to=1' }),
  putProfile: async (api) => ({
    params: { name: await insertProfile(api) },
    body: { source: { kind: 'image' }, envVars: { MODE: 'test' }, secrets: { API_KEY: 'hunter2' } },
  }),
  testProfile: async (api) => ({ params: { name: await insertProfile(api) } }),
  putPackage: async () => {
    // The smallest zip there is: one empty file, and its own hash.
    const content = Buffer.from(smallestZip, 'base64');
    const hash = createHash('sha256').update(content).digest('hex');
    return { params: { hash }, body: content, headers: { 'content-type': 'application/zip' } };
  },
  putCatalogue: async (api) => ({
    params: { name: await insertProfile(api), version: '1' },
    body: { entries: [{ callable: 'a.b', kind: 'raydeck', parameters: [] }] },
  }),
  getSchedule: async (api) => ({ params: { name: await insertSchedule(api) } }),
  putSchedule: async (api) => ({
    params: { name: await insertSchedule(api) },
    body: { cron: '0 3 * * *', task: { callable: 'a.b' } },
  }),
  changeSchedule: async (api) => ({ params: { name: await insertSchedule(api) }, body: { overlap: 'queue' } }),
  deleteSchedule: async (api) => ({ params: { name: await insertSchedule(api) } }),
  runSchedule: async (api) => ({ params: { name: await insertSchedule(api) } }),
  pauseSchedule: async (api) => ({ params: { name: await insertSchedule(api) }, body: { reason: 'a test' } }),
  resumeSchedule: async (api) => ({ params: { name: await insertSchedule(api, true) } }),
  listTicks: async (api) => ({ params: { name: await insertSchedule(api) } }),
  changeControl: async () => ({ body: { concurrencyLimit: 1_000 } }),
  pauseAll: async (api) => {
    await api.db.pool.query('UPDATE raydeck.control SET paused = false, paused_at = NULL');
    return { body: { reason: 'a test' } };
  },
  resumeAll: async (api) => {
    await api.db.pool.query('UPDATE raydeck.control SET paused = true, paused_at = clock_timestamp()');
    return {};
  },
  changeRetention: async () => ({ body: { succeededDays: 14, auditDays: 'forever' } }),
  createWebhook: async () => ({
    body: { name: `w${randomUUID().slice(0, 8)}`, url: 'https://hooks.example/', events: ['task.failed'] },
  }),
  getWebhook: async (api) => ({ params: { name: await insertWebhook(api) } }),
  changeWebhook: async (api) => ({ params: { name: await insertWebhook(api) }, body: { tags: ['vip'] } }),
  deleteWebhook: async (api) => ({ params: { name: await insertWebhook(api) } }),
  rotateWebhook: async (api) => ({ params: { name: await insertWebhook(api) } }),
  testWebhook: async (api) => ({ params: { name: await insertWebhook(api) } }),
  listDeliveries: async (api) => ({ params: { name: await insertWebhook(api) } }),
  redeliver: async (api) => {
    const name = await insertWebhook(api);
    const id = await insert(
      api,
      `INSERT INTO raydeck.webhook_delivery (webhook_id, event, event_key, payload, state)
      SELECT id, 'task.failed', 'x', '{}', 'DEAD' FROM raydeck.webhook WHERE name = $1 RETURNING id`,
      [name],
    );
    return { params: { name, id } };
  },
  drainWorker: async (api) => ({ params: { id: await insertWorker(api, false) }, body: { reason: 'a test' } }),
  resumeWorker: async (api) => ({ params: { id: await insertWorker(api, true) } }),
  drainCluster: async (api) => ({ body: { address: await insertCluster(api, false), reason: 'a test' } }),
  resumeCluster: async (api) => ({ body: { address: await insertCluster(api, true) } }),
  getClusterJob: async (api) => ({
    params: {
      id: await insert(
        api,
        `INSERT INTO raydeck.cluster_job (ray_address, ray_session, key, type, status, entrypoint)
        VALUES ('http://ray:8265', 's', $1, 'DRIVER', 'RUNNING', 'python') RETURNING id`,
        [randomUUID()],
      ),
    },
  }),
  createKey: async () => ({ body: { name: 'ci', scopes: ['tasks:read'] } }),
  getKey: async (api) => ({ params: { id: await insertKey(api) } }),
  revokeKey: async (api) => ({ params: { id: await insertKey(api) } }),
  createUser: async () => ({ body: newPerson() }),
  inviteUser: async () => ({ body: { email: `i${randomUUID()}@example.com`, role: 'VIEWER' } }),
  linkUser: async (api) => ({ params: { id: await insertUser(api) } }),
  getUser: async (api) => ({ params: { id: await insertUser(api) } }),
  updateUser: async (api) => ({ params: { id: await insertUser(api) }, body: { name: 'Another' } }),
  resetPassword: async (api) => ({ params: { id: await insertUser(api) }, body: { password: 'long enough for one' } }),
};

/** A queue with a name of its own; returns it. */
async function insertQueue(api: TestApi, paused = false): Promise<string> {
  return insert(
    api,
    `INSERT INTO raydeck.queue (name, paused, paused_at)
    SELECT 'q' || substr(md5(random()::text), 1, 12), $1, CASE WHEN $1 THEN now() END RETURNING name AS id`,
    [paused],
  );
}

/** A webhook with a name of its own and a delivery; returns the name. */
async function insertWebhook(api: TestApi): Promise<string> {
  return insert(
    api,
    `WITH w AS (
      INSERT INTO raydeck.webhook (name, url, events, secret, created_by)
      VALUES ('w' || substr(md5(random()::text), 1, 12), 'https://hooks.example/', '{task.failed}', 'x', 'user:x') RETURNING id, name),
    d AS (INSERT INTO raydeck.webhook_delivery (webhook_id, event, event_key, payload) SELECT id, 'webhook.test', 't', '{}' FROM w)
    SELECT name AS id FROM w`,
    [],
  );
}

/** A worker with a lease; returns its id. */
async function insertWorker(api: TestApi, drained: boolean): Promise<string> {
  return insert(
    api,
    `INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at, drained_at)
    SELECT raydeck.uuid_v7(), 'w', 'h', 1, '0', '{*}', '{local}', 1, now() + interval '1 hour', CASE WHEN $1 THEN now() END
    RETURNING id`,
    [drained],
  );
}

/** A cluster with an address of its own; returns it. */
async function insertCluster(api: TestApi, drained: boolean): Promise<string> {
  return insert(
    api,
    `INSERT INTO raydeck.cluster (address, reachable, drained, drained_at)
    SELECT 'http://' || substr(md5(random()::text), 1, 12) || ':8265', true, $1, CASE WHEN $1 THEN now() END
    RETURNING address AS id`,
    [drained],
  );
}

/** A profile with a name of its own; returns it. */
async function insertProfile(api: TestApi): Promise<string> {
  return insert(
    api,
    `INSERT INTO raydeck.profile (name, version, created_by)
    VALUES ('p' || substr(md5(random()::text), 1, 12), 1, 'user:x') RETURNING name AS id`,
    [],
  );
}

/** A schedule with a name of its own and a tick; returns the name. */
async function insertSchedule(api: TestApi, paused = false): Promise<string> {
  return insert(
    api,
    `WITH s AS (
      INSERT INTO raydeck.schedule (name, cron, callable, created_by, next_run_at, paused, paused_at)
      VALUES ('s' || substr(md5(random()::text), 1, 12), '0 2 * * *', 'a.b', 'user:x', now() + interval '1 day', $1,
        CASE WHEN $1 THEN now() END) RETURNING id, name),
    t AS (INSERT INTO raydeck.schedule_tick (schedule_id, tick, outcome) SELECT id, now(), 'failed' FROM s)
    SELECT name AS id FROM s`,
    [paused],
  );
}

/** An operation that waits, with a task; returns its id. */
async function insertBulk(api: TestApi): Promise<string> {
  return insert(
    api,
    `WITH o AS (
      INSERT INTO raydeck.bulk_operation (action, reason, created_by, requester, per_second, total, is_searched)
      VALUES ('cancel', 'a test', 'user:x', '{}', 1, 1, true) RETURNING id),
    r AS (INSERT INTO raydeck.bulk_operation_row (operation_id, task_id) SELECT id, id FROM o)
    SELECT id FROM o`,
    [],
  );
}

async function insertKey(api: TestApi): Promise<string> {
  return insert(
    api,
    `INSERT INTO raydeck.api_key (name, prefix, secret_hash, scopes, created_by)
    VALUES ('k', substr(md5(random()::text), 1, 10), 'x', '{tasks:read}', 'user:x') RETURNING id`,
    [],
  );
}

/** There is an administrator who stays. */
async function insertUser(api: TestApi): Promise<string> {
  const text = `INSERT INTO raydeck."user" (email, name, password_hash, role) VALUES ($1, 'P', 'x', 'ADMIN') RETURNING id`;
  await insert(api, text, [newPerson().email]);
  return insert(api, text, [newPerson().email]);
}

function newPerson() {
  return { email: `${randomUUID()}@example.com`, name: 'Ada', role: 'VIEWER', password: 'long enough for one' };
}

/** A task of the queue `default`; returns its id. */
export async function insertTask(
  api: TestApi,
  state: 'QUEUED' | 'CANCELED' | 'SUCCEEDED' = 'QUEUED',
  result = '{"n": 1}',
): Promise<string> {
  return insert(
    api,
    `INSERT INTO raydeck.task (callable, queue, created_by, state, finished_at, attempt_count, result)
    VALUES ('a.b', 'default', 'user:x', $1::raydeck.task_state, CASE WHEN $1 <> 'QUEUED' THEN now() END,
      CASE WHEN $1 = 'SUCCEEDED' THEN 1 ELSE 0 END, CASE WHEN $1 = 'SUCCEEDED' THEN $2 END) RETURNING id`,
    [state, result],
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

import { type Action, may, type Principal, type Role, roles, type Scope, scopes } from '@raydeck/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from './endpoints.ts';
import { Problem } from './problem.ts';
import { testApi, type TestApi } from './test-api.ts';
import { operations } from './test-operations.ts';

const guarded = operations.filter(
  (operation): operation is typeof operation & { action: Action } => operation.action !== null,
);
type Operation = (typeof operations)[number];

let api: TestApi;
let attemptId: string;

beforeAll(async () => {
  api = await testApi();
  const { rows } = await api.db.pool.query<{ id: string }>(
    `WITH t AS (INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count)
      VALUES ('a.b', 'default', 'user:x', 'RUNNING', 1) RETURNING id)
    INSERT INTO raydeck.attempt (task_id, number, runner, worker_id) SELECT id, 1, 'local', id FROM t RETURNING id`,
  );
  attemptId = rows[0]?.id ?? '';
  await api.db.prisma.worker.create({
    data: {
      id: attemptId,
      name: 'w',
      hostname: 'h',
      pid: 1,
      version: '0',
      queues: ['*'],
      runners: ['local'],
      concurrency: 1,
      leaseExpiresAt: new Date(),
    },
  });
  await api.db.prisma.cluster.create({ data: { address: 'http://ray:8265', reachable: true, snapshot: { nodes: 1 } } });
});
afterAll(() => api.close());

/** A request that would do its work; every task is new, so that none stands in another's way. */
async function send({ method, path, operationId }: Operation, options: { key?: string } = {}) {
  const state = operationId === 'retryTask' ? 'CANCELED' : 'QUEUED';
  const { rows } = await api.db.pool.query<{ id: string }>(
    `INSERT INTO raydeck.task (callable, queue, created_by, state, finished_at)
    VALUES ('a.b', 'default', 'user:x', $1::raydeck.task_state, CASE WHEN $1 = 'CANCELED' THEN now() END) RETURNING id`,
    [state],
  );
  const id = path.startsWith('/attempts') ? attemptId : (rows[0]?.id ?? '');
  const body = operationId === 'enqueueTask' ? { callable: 'a.b' } : method === 'GET' ? undefined : {};
  return api.send(method, path.replace('{id}', id), { ...options, body });
}

function expectProblem(answer: Awaited<ReturnType<TestApi['send']>>, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(Problem.parse(answer.body)).toMatchObject({ status, code });
}

const keyOf = (scope: Scope): Principal => ({
  kind: 'key',
  id: 'key',
  keyId: 'key',
  name: 'key',
  scopes: [scope],
  queues: [],
  callables: [],
  ownTasksOnly: false,
  canViewPayload: true,
});
const personOf = (role: Role): Principal => ({
  kind: 'user',
  id: 'user',
  userId: 'user',
  name: 'user',
  role,
  canViewPayload: true,
});

describe.each(guarded)('$name', (operation) => {
  it('answers 401 without credentials and with a key that is none', async () => {
    api.signIn(null);
    expectProblem(await send(operation), 401, 'UNAUTHENTICATED');
    api.signIn('ADMIN');
    expectProblem(await send(operation, { key: 'rdk_aaaaaaaaaa_' + 'a'.repeat(43) }), 401, 'UNAUTHENTICATED');
  });

  it.each(roles)('serves %s exactly when the role allows it', async (role) => {
    api.signIn(role);
    const answer = await send(operation);
    if (may(personOf(role), operation.action)) expectAnswer(operation, answer);
    else expectProblem(answer, 403, 'FORBIDDEN');
  });

  it.each(scopes)('serves a key with %s exactly when the scope allows it', async (scope) => {
    api.signIn(null);
    const answer = await send(operation, { key: await api.key([scope], { canViewPayload: true }) });
    if (may(keyOf(scope), operation.action)) expectAnswer(operation, answer);
    else expectProblem(answer, 403, 'FORBIDDEN');
  });

  it('refuses a session’s change that comes from another origin', async () => {
    api.signIn('ADMIN', { isSameOrigin: false });
    const answer = await send(operation);
    if (operation.method === 'GET') expectAnswer(operation, answer);
    else expectProblem(answer, 403, 'FORBIDDEN');
  });

  it('refuses unknown parameters and parameters given twice', async () => {
    api.signIn('ADMIN');
    for (const query of ['?nonsense=1', '?limit=1&limit=2']) {
      const answer = await send({ ...operation, path: operation.path + query });
      expectProblem(answer, 400, 'INVALID');
    }
  });
});

/** Below 300, and as the document's own schema says. */
function expectAnswer(operation: Operation, answer: Awaited<ReturnType<TestApi['send']>>): void {
  const endpoint = endpoints.find((one) => one.operationId === operation.operationId);
  const known = endpoint?.answers[answer.status];
  if (!known) throw new Error(`${answer.status} is not an answer of ${operation.name}: ${answer.text}`);
  if (known.schema) known.schema.parse(answer.body);
  else expect(answer.text).toBe('');
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

describe.each(guarded.filter(({ path }) => path.includes('{id}')))(
  '$name with an id that names nothing',
  (operation) => {
    it('answers 404', async () => {
      api.signIn('ADMIN');
      for (const id of [
        '00000000-0000-7000-8000-0000000000ff',
        'junk',
        '%00',
        "'--",
        '%F0%9F%98%80',
        'a'.repeat(5000),
      ]) {
        const answer = await send({ ...operation, path: operation.path.replace('{id}', id) });
        expectProblem(answer, 404, 'NOT_FOUND');
      }
    });
  },
);

it('The document itself is open to everybody', async () => {
  api.signIn(null);
  const answer = await api.send('GET', '/openapi.json');
  expect(answer.body).toMatchObject({ openapi: '3.1.0' });
});

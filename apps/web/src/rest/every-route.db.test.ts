import { type Action, may, type Principal, type Role, roles, type Scope, scopes } from '@raydeck/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from './endpoints.ts';
import { Problem } from './problem.ts';
import { testApi, type TestApi } from './test-api.ts';
import { operations } from './test-operations.ts';
import { insertAttempt, samples } from './test-samples.ts';

const guarded = operations.filter(
  (operation): operation is typeof operation & { action: Action } => operation.action !== null,
);
type Operation = (typeof operations)[number];

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
  const id = await insertAttempt(api);
  await api.db.prisma.worker.create({
    data: {
      id,
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

/** A request that would do its work, or the same with these parameters and this query. */
async function send(
  { method, path, operationId }: Operation,
  { key, params, query }: { key?: string; params?: Record<string, string>; query?: string } = {},
) {
  const sample = (await samples[operationId]?.(api)) ?? {};
  const filled = Object.entries({ ...sample.params, ...params }).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    path,
  );
  const { headers, body } = sample;
  return api.send(method, filled + (query ?? sample.query ?? ''), {
    ...(key !== undefined && { key }),
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  });
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
      const answer = await send(operation, { query });
      expectProblem(answer, 400, 'INVALID');
    }
  });
});

/** Below 300, and as the document's own schema says. */
function expectAnswer(operation: Operation, answer: Awaited<ReturnType<TestApi['send']>>): void {
  const endpoint = endpoints.find((one) => one.operationId === operation.operationId);
  const known = endpoint?.answers[answer.status];
  if (!known) throw new Error(`${answer.status} is not an answer of ${operation.name}: ${answer.text}`);
  const { schema, mediaType = 'application/json' } = known;
  expect(answer.headers.get('content-type')).toBe(schema ? mediaType : null);
  const jsonSchema = mediaType === 'application/json' ? schema : undefined;
  expect(answer.text === '').toBe(!jsonSchema);
  if (jsonSchema) jsonSchema.parse(JSON.parse(answer.text));
  expect(answer.headers.get('cache-control')).toMatch(/^no-store/);
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
        const answer = await send(operation, { params: { id } });
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

import { createHash, randomUUID } from 'node:crypto';
import { createNotifier, registerWorker } from '@raydeck/db';
import { type AttemptContext, createProfileVersions, createTickets, enqueueTasks } from '@raydeck/services';
import { createDatabaseStorage, storageOver } from '@raydeck/storage';
import { claim, testDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAttemptApi } from './attempt-api.ts';

const tickets = createTickets('a secret of the tests, long enough for the purpose');
let db: Awaited<ReturnType<typeof testDatabase>>;
let api: ReturnType<typeof createAttemptApi>;
let workerId: string;

beforeAll(async () => {
  db = await testDatabase();
  workerId = randomUUID();
  await db.run(registerWorker, [workerId, 'w', 'h', 1, '0', ['*'], ['local'], 9, null, 3600, null]);
  const defaults = { runner: 'local', maxAttempts: 1 } as const;
  const attempts: AttemptContext = {
    db,
    storage: storageOver(createDatabaseStorage(db)),
    limits: { inlineResultBytes: 262_144, resultBytes: 2_000_000, logBytes: 100_000 },
    notifier: createNotifier(db),
    emit: () => {},
    defaults,
    profiles: createProfileVersions(db),
    keyRing: undefined,
    isTracing: false,
    random: () => 0.5,
  };
  const nothing = (): void => {};
  const options = {
    attempts,
    tickets,
    heartbeatSeconds: 5,
    silenceLimitSeconds: 300,
    onFinished: nothing,
    onError: nothing,
  };
  api = createAttemptApi(options);
});
afterAll(() => db.close());

async function call(
  path: string,
  credential: string,
  body: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await api.request(`/attempt/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer as Record<string, unknown> };
}

async function claimedAttempt(
  task: { args?: string } = {},
): Promise<{ attemptId: string; taskId: string; ticket: string }> {
  const principal = {
    kind: 'user',
    id: 'user:t',
    userId: randomUUID(),
    name: 'T',
    role: 'ADMIN',
    canViewPayload: true,
  } as const;
  const storage = storageOver(createDatabaseStorage(db));
  const context = { db, principal, storage, notifier: createNotifier(db), emit: () => {} };
  await enqueueTasks(context, [
    { callable: 'a.b', args: '[1e22, -0.0]', kwargs: '{"z": 1, "a": 2}', timeoutSeconds: 60, ...task },
  ]);
  const [row] = await claim(db, workerId, { limit: 1, runners: ['local'], defaultRunner: 'local', rayAddress: null });
  if (!row) throw new Error('Nothing was claimed.');
  return { attemptId: row.attemptId, taskId: row.taskId, ticket: tickets.ticketFor(row.attemptId) };
}

async function startedAttempt() {
  const attempt = await claimedAttempt();
  const executionId = randomUUID();
  const { body } = await call('start', attempt.ticket, { executionId });
  return { ...attempt, executionId, token: String(body['sessionToken']) };
}

const success = { version: 1, state: 'SUCCEEDED', result: '{"sum": 3}' };

test('a ticket is exchanged for the payload, digit for digit', async () => {
  const { ticket, taskId } = await claimedAttempt();
  const { status, body } = await call('start', ticket, { executionId: randomUUID(), python: '3.12.1', pid: 4711 });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    taskId,
    callable: 'a.b',
    args: '[1e22, -0.0]',
    kwargs: '{"z": 1, "a": 2}',
    idempotencyKey: taskId,
  });
  expect(body['deadlineSeconds']).toBeGreaterThan(55);
});

test('a lost reply costs nothing: the same executionId gets the same answer', async () => {
  const { ticket } = await claimedAttempt();
  const executionId = randomUUID();
  const first = await call('start', ticket, { executionId });
  const second = await call('start', ticket, { executionId });
  expect(second.status).toBe(200);
  expect({ ...second.body, deadlineSeconds: 0 }).toEqual({ ...first.body, deadlineSeconds: 0 });
});

test('another execution is refused at the gate', async () => {
  const { ticket } = await startedAttempt();
  expect(await call('start', ticket, { executionId: randomUUID() })).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT' },
  });
});

test('a forged ticket opens nothing', async () => {
  const { attemptId, ticket } = await claimedAttempt();
  const forged = ticket.slice(0, -2) + (ticket.endsWith('AA') ? 'BB' : 'AA');
  expect((await call('start', forged, { executionId: randomUUID() })).status).toBe(401);
  expect((await call('start', '', { executionId: randomUUID() })).status).toBe(401);
  expect(await db.prisma.attempt.findUnique({ where: { id: attemptId } })).toMatchObject({ state: 'SUBMITTED' });
});

test('a token is good for its own execution only', async () => {
  const one = await startedAttempt();
  const other = await startedAttempt();
  const answer = await call('outcome', one.token, { executionId: other.executionId, ...success });
  expect(answer.status).toBe(401);
});

test('a heartbeat brings progress and log, and learns of a cancel', async () => {
  const { attemptId, taskId, executionId, token } = await startedAttempt();
  const beat = { executionId, progress: { current: 3, total: 10, message: 'pages' }, logTail: 'hello\n', logBytes: 6 };
  expect((await call('heartbeat', token, beat)).body).toEqual({ cancelRequested: false, nextHeartbeatSeconds: 5 });
  expect(await db.prisma.attempt.findUnique({ where: { id: attemptId } })).toMatchObject({
    logTail: 'hello\n',
    progress: { current: 3 },
  });
  await db.prisma.task.update({ where: { id: taskId }, data: { cancelRequestedAt: new Date() } });
  expect((await call('heartbeat', token, { executionId })).body['cancelRequested']).toBe(true);
});

test('an outcome is committed, and its repeat changes nothing', async () => {
  const { taskId, executionId, token } = await startedAttempt();
  expect((await call('outcome', token, { executionId, ...success })).status).toBe(200);
  const task = await db.prisma.task.findUnique({ where: { id: taskId } });
  expect(task).toMatchObject({ state: 'SUCCEEDED', result: '{"sum": 3}' });
  expect((await call('outcome', token, { executionId, ...success })).status).toBe(200);
  expect(await db.prisma.task.findUnique({ where: { id: taskId } })).toEqual(task);
});

test('another outcome after the first is refused and stands on the timeline', async () => {
  const { taskId, executionId, token } = await startedAttempt();
  await call('outcome', token, { executionId, ...success });
  expect((await call('outcome', token, { executionId, ...success, result: '4' })).status).toBe(409);
  const events = await db.prisma.taskEvent.findMany({ where: { taskId } });
  expect(events.map(({ kind }) => kind)).toEqual(['late_outcome_refused']);
});

test.each([
  ['no JSON', '{', 400],
  ['no executionId', {}, 400],
  ['a result that is no JSON', { ...success, executionId: randomUUID(), result: '{' }, 400],
  [
    'a result that carries an error',
    { ...success, executionId: randomUUID(), error: { class: 'X', message: '', phase: 'call' } },
    400,
  ],
  [
    'a result over the limit',
    { ...success, executionId: randomUUID(), result: JSON.stringify('x'.repeat(262_145)) },
    400,
  ],
  ['a body over the limit', { ...success, executionId: randomUUID(), logTail: 'x'.repeat(5_000_000) }, 413],
])('an outcome with %s is refused and nothing is written', async (_, body, status) => {
  const { attemptId, token } = await startedAttempt();
  expect((await call('outcome', token, body)).status).toBe(status);
  expect(await db.prisma.attempt.findUnique({ where: { id: attemptId } })).toMatchObject({ state: 'RUNNING' });
});

async function put(
  path: string,
  token: string,
  body: Buffer,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
  const response = await api.request(`/attempt/v1/${path}`, { method: 'PUT', headers, body: new Uint8Array(body) });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer as Record<string, unknown> };
}

const large = Buffer.from(JSON.stringify('x'.repeat(1_000_000)));

test('a result that is too large for its row is uploaded, and the outcome makes it the task’s', async () => {
  const { taskId, attemptId, executionId, token } = await startedAttempt();
  const uploaded = await put('result', token, large);
  expect(uploaded).toMatchObject({ status: 200, body: { sizeBytes: large.length } });
  const outcome = { version: 1, state: 'SUCCEEDED', executionId, resultUpload: uploaded.body['uploadId'] };
  expect((await call('outcome', token, outcome)).status).toBe(200);
  expect((await call('outcome', token, outcome)).status).toBe(200);
  const task = await db.prisma.task.findUnique({ where: { id: taskId }, include: { attempts: true } });
  expect(task).toMatchObject({ state: 'SUCCEEDED', result: null });
  expect(task?.resultRef).toMatch(new RegExp(`^database:[^/]+/result/${taskId}/${attemptId}/`));
  expect(task?.attempts[0]?.resultRef).toBe(task?.resultRef);
});

test('an outcome names no upload but its own attempt’s', async () => {
  const one = await startedAttempt();
  const other = await startedAttempt();
  const { body } = await put('result', one.token, large);
  const outcome = { version: 1, state: 'SUCCEEDED', executionId: other.executionId, resultUpload: body['uploadId'] };
  expect((await call('outcome', other.token, outcome)).status).toBe(400);
  expect(await db.prisma.attempt.findUnique({ where: { id: other.attemptId } })).toMatchObject({ state: 'RUNNING' });
});

test('once an attempt is over, nothing is uploaded for it, and a result beyond the limit never is', async () => {
  const { executionId, token } = await startedAttempt();
  expect((await put('result', token, Buffer.alloc(2_000_001, 'x'))).status).toBe(400);
  await call('outcome', token, { executionId, ...success });
  expect((await put('result', token, large)).status).toBe(409);
});

test('a storage that does not work is a 503, and the attempt goes on', async () => {
  const { attemptId, token } = await startedAttempt();
  await db.pool.query('ALTER TABLE raydeck.stored_chunk RENAME TO away');
  const answer = await put('result', token, large);
  await db.pool.query('ALTER TABLE raydeck.away RENAME TO stored_chunk');
  expect(answer).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expect(await db.prisma.attempt.findUnique({ where: { id: attemptId } })).toMatchObject({ state: 'RUNNING' });
  expect((await put('result', token, large)).status).toBe(200);
});

test('the log is kept after the outcome, once, and for its own execution', async () => {
  const { attemptId, executionId, token } = await startedAttempt();
  await call('outcome', token, { executionId, ...success });
  expect((await put('log', token, Buffer.from('first'))).status).toBe(200);
  const { logRef } = await db.prisma.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  expect(logRef).toContain('/log/');
  await put('log', token, Buffer.from('second'));
  expect(await db.prisma.attempt.findUniqueOrThrow({ where: { id: attemptId } })).toMatchObject({ logRef });
  const stranger = tickets.tokenFor(attemptId, randomUUID());
  expect((await put('log', stranger, Buffer.from('third'))).status).toBe(409);
});

test('stored arguments are handed out after the gate, to this execution alone', async () => {
  const text = JSON.stringify({ args: ['x'.repeat(300_000)], kwargs: { z: 1, a: 2 } });
  const { ticket } = await claimedAttempt({ args: JSON.stringify(['x'.repeat(300_000)]) });
  const { body } = await call('start', ticket, { executionId: randomUUID() });
  expect(body).toMatchObject({ args: null, kwargs: null });
  const get = (token: string) =>
    api.request('/attempt/v1/arguments', { headers: { authorization: `Bearer ${token}` } });
  const answer = await get(String(body['sessionToken']));
  const given = await answer.text();
  expect(JSON.parse(given)).toEqual(JSON.parse(text));
  const sha256 = createHash('sha256').update(given).digest('hex');
  expect(body['argumentsStored']).toEqual({ sizeBytes: given.length, sha256 });
  const other = await startedAttempt();
  expect((await get(other.token)).status).toBe(404);
  expect((await get('forged')).status).toBe(401);
});

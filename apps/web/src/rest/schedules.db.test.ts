import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endpoints } from './endpoints.ts';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(() => api.signIn('OPERATOR'));

const nightly = { cron: '30 2 * * *', task: { callable: 'shop.tasks.report' } };

function put(name: string, body: unknown) {
  return api.send('PUT', `/schedules/${name}`, { body });
}

describe('PUT /schedules/{name}', () => {
  it('answers 201 for a new schedule, with its defaults and its next tick, and 200 after that', async () => {
    const made = await put('nightly', nightly);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'nightly',
      cron: '30 2 * * *',
      timeZone: 'UTC',
      catchUp: 'last',
      overlap: 'skip',
      description: null,
      task: { callable: 'shop.tasks.report', args: [], kwargs: {}, queue: 'default' },
      paused: false,
      lastTickAt: null,
      lastTaskId: null,
      createdBy: 'user:operator@example.com',
    });
    expect(made.body['nextRunAt']).toMatch(/T02:30:00.000Z$/);
    const again = await put('nightly', { ...nightly, timeZone: 'Europe/Berlin', reason: 'we sleep there' });
    expect([again.status, again.body['timeZone']]).toEqual([200, 'Europe/Berlin']);
  });

  it('keeps the task’s args and kwargs to the character, there, back and in the task that it enqueues', async () => {
    const args = '[12345678901234567890, 1e22, -0.0, {"10": 1, "2": 2}]';
    const kwargs = '{"b": 0.10, "a": 9007199254740993}';
    await put('digits', `{"cron": "0 0 1 1 *", "task": {"kwargs": ${kwargs}, "callable": "a.b", "args": ${args}}}`);
    const schedule = await api.send('GET', '/schedules/digits');
    expect(schedule.text).toContain(`"args":${args},"kwargs":${kwargs}`);
    const { body } = await api.send('POST', '/schedules/digits/run');
    const task = await api.send('GET', `/tasks/${String(body['taskId'])}`);
    expect(task.text).toContain(`"args":${args},"kwargs":${kwargs}`);
  });

  it.each([
    ['cron', { ...nightly, cron: '0 0 30 2 *' }],
    ['cron', { ...nightly, cron: '* * * *' }],
    ['cron', { ...nightly, cron: `${'1,'.repeat(150)}1 * * * *` }],
    ['timeZone', { ...nightly, timeZone: 'Mars/Olympus' }],
    ['catchUp', { ...nightly, catchUp: 'some' }],
    ['overlap', { ...nightly, overlap: 'cancel' }],
    ['task', { cron: '* * * * *' }],
    ['task.callable', { ...nightly, task: { callable: 'print' } }],
    ['task.runAt', { ...nightly, task: { ...nightly.task, runAt: '2030-01-01T00:00:00Z' } }],
    ['task.idempotencyKey', { ...nightly, task: { ...nightly.task, idempotencyKey: 'x' } }],
    ['task.args', { ...nightly, task: { ...nightly.task, args: ['x'.repeat(70_000)] } }],
    ['task.args', `{"cron": "* * * * *", "task": {"callable": "a.b", "args": [], "args": [1]}}`],
    ['nextRunAt', { ...nightly, nextRunAt: '2030-01-01T00:00:00Z' }],
  ])('refuses a bad %s with its path: %j', async (path, body) => {
    const answer = await put('bad', body);
    expect(answer.body).toMatchObject({ status: 400, code: 'INVALID', errors: [{ path }] });
    expect(await api.db.prisma.schedule.count({ where: { name: 'bad' } })).toBe(0);
  });

  it.each([
    ['task.queue', { callable: 'a.b', queue: 'gone' }],
    ['task.profile', { callable: 'a.b', profile: 'gone' }],
  ])('answers 404 with the path for a task whose %s is none', async (path, task) => {
    const answer = await put('bad', { ...nightly, task });
    expect(answer.body).toMatchObject({ status: 404, errors: [{ path }] });
  });

  it('refuses a name that is none', async () => {
    expect((await put('a%20b', nightly)).body).toMatchObject({ status: 400, errors: [{ path: 'name' }] });
  });

  it('by a key needs tasks:write as well, unless the task stays as it is', async () => {
    await put('shared', nightly);
    api.signIn(null);
    const key = await api.key(['tasks:operate']);
    const described = { ...nightly, description: 'each night' };
    expect((await api.send('PUT', '/schedules/shared', { key, body: described })).status).toBe(200);
    const other = { ...nightly, task: { callable: 'shop.tasks.other' } };
    expect((await api.send('PUT', '/schedules/shared', { key, body: other })).status).toBe(403);
    expect((await api.send('PUT', '/schedules/new', { key, body: nightly })).status).toBe(403);
  });
});

describe('a schedule', () => {
  it('is changed, paused, resumed, run and deleted', async () => {
    await put('whole', nightly);
    const changed = await api.send('PATCH', '/schedules/whole', { body: { overlap: 'queue', description: null } });
    expect(changed.body).toMatchObject({ overlap: 'queue', cron: '30 2 * * *' });
    const paused = await api.send('POST', '/schedules/whole/pause', { body: { reason: 'the shop is shut' } });
    expect(paused.body).toMatchObject({ paused: true, pausedReason: 'the shop is shut', nextRunAt: null });
    expect((await api.send('POST', '/schedules/whole/pause', { body: { reason: 'x' } })).status).toBe(409);
    expect((await api.send('POST', '/schedules/whole/resume')).body).toMatchObject({ paused: false });
    const run = await api.send('POST', '/schedules/whole/run', { body: { reason: 'the numbers were wrong' } });
    expect(run.status).toBe(201);
    expect(run.headers.get('location')).toBe(`/api/v1/tasks/${String(run.body['taskId'])}`);
    const ticks = await api.send('GET', '/schedules/whole/ticks');
    expect(ticks.body).toMatchObject({ items: [{ outcome: 'run-now', taskId: run.body['taskId'] }] });
    expect((await api.send('DELETE', '/schedules/whole')).status).toBe(204);
    expect((await api.send('GET', '/schedules/whole')).status).toBe(404);
  });

  it('shows shapes instead of values to people without payload permission', async () => {
    await put('secret', { ...nightly, task: { ...nightly.task, kwargs: { card: '4111' } } });
    api.signIn('VIEWER', { canViewPayload: false });
    for (const path of ['/schedules', '/schedules/secret']) {
      const answer = await api.send('GET', path);
      expect(answer.text).not.toContain('4111');
      expect(answer.text).toContain('"shapes"');
    }
  });
});

const named = endpoints.filter(({ path, method }) => path.startsWith('/schedules/{name}') && method !== 'PUT');

describe.each(named)('$method $path', (endpoint) => {
  it('answers 404 for a name that names nothing', async () => {
    const needsReason = endpoint.path.endsWith('/pause');
    for (const name of ['gone', 'a%20b', '%00', "'--", '%F0%9F%98%80', 'a'.repeat(5000)]) {
      const body = needsReason ? { reason: 'x' } : endpoint.body && {};
      const answer = await api.send(endpoint.method, endpoint.path.replace('{name}', name), { body });
      expect(answer.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });
});

import { mask } from '@raydeck/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(() => api.signIn('ADMIN'));

const kwargs = { user: 'ada', password: 'hunter2hunter2', url: 'postgres://ada:opensesame@db/x' };
const shown = { user: 'ada', password: mask, url: `postgres://ada:${mask}@db/x` };

async function failedTask(): Promise<string> {
  const { rows } = await api.db.pool.query<{ id: string }>(
    `INSERT INTO raydeck.task (callable, queue, created_by, state, finished_at, kwargs, tags)
    VALUES ('a.b', 'default', 'user:x', 'FAILED', now(), $1, '{keep hunter2hunter2}') RETURNING id`,
    [JSON.stringify(kwargs)],
  );
  return rows[0]?.id ?? '';
}

async function kwargsOf(table: 'task' | 'schedule', where: string, value: unknown): Promise<unknown> {
  const { rows } = await api.db.pool.query<{ kwargs: string }>(
    `SELECT kwargs FROM raydeck.${table} WHERE ${where} = $1`,
    [value],
  );
  return JSON.parse(rows[0]?.kwargs ?? 'null');
}

describe('A retry with changed arguments', () => {
  it('keeps what was left as it was shown, and takes what was changed', async () => {
    const id = await failedTask();
    const task = await api.send('GET', `/tasks/${id}`);
    expect(task.body['kwargs']).toEqual(shown);
    const changes = { kwargs: { ...shown, user: 'bob' }, tags: task.body['tags'] };
    const retried = await api.send('POST', `/tasks/${id}/retry`, { body: { changes } });
    expect(retried.status).toBe(201);
    expect(await kwargsOf('task', 'id', retried.body['id'])).toEqual({ ...kwargs, user: 'bob' });
    const { rows } = await api.db.pool.query('SELECT tags FROM raydeck.task WHERE id = $1', [retried.body['id']]);
    expect(rows).toEqual([{ tags: ['keep hunter2hunter2'] }]);
  });

  it('is refused with a mask that stands for nothing', async () => {
    const id = await failedTask();
    const changes = { kwargs: { ...shown, other: `x ${mask}` } };
    const answer = await api.send('POST', `/tasks/${id}/retry`, { body: { changes } });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'changes.kwargs.other' }] });
  });
});

it('A new task with a mask for a value is refused', async () => {
  const one = await api.send('POST', '/tasks', { body: { callable: 'a.b', kwargs: { password: mask } } });
  expect(one.body).toMatchObject({ status: 400, errors: [{ path: 'kwargs.password' }] });
  const tasks = [{ callable: 'a.b' }, { callable: 'a.b', args: [[mask]] }];
  const many = await api.send('POST', '/tasks/batch', { body: { tasks } });
  expect(many.body).toMatchObject({ status: 400, errors: [{ path: 'tasks[1].args[0][0]' }] });
});

describe('A schedule', () => {
  const settings = { cron: '0 3 * * *', description: 'as hunter2hunter2', task: { callable: 'a.b', kwargs } };

  it('that is read, edited and put back keeps what is not shown', async () => {
    await api.send('PUT', '/schedules/nightly', { body: settings });
    const { body } = await api.send('GET', '/schedules/nightly');
    expect(body).toMatchObject({ description: `as ${mask}`, task: { kwargs: shown } });
    const { cron, description } = body;
    const task = { callable: 'a.b', kwargs: { ...shown, user: 'bob' } };
    const answer = await api.send('PUT', '/schedules/nightly', { body: { cron, description, task } });
    expect(answer.status).toBe(200);
    expect(await kwargsOf('schedule', 'name', 'nightly')).toEqual({ ...kwargs, user: 'bob' });
    const { rows } = await api.db.pool.query(`SELECT description FROM raydeck.schedule WHERE name = 'nightly'`);
    expect(rows).toEqual([{ description: 'as hunter2hunter2' }]);
  });

  it('is refused with a mask that stands for nothing', async () => {
    const task = { callable: 'a.b', kwargs: { password: mask } };
    const answer = await api.send('PUT', '/schedules/other', { body: { cron: '0 3 * * *', task } });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'task.kwargs.password' }] });
  });
});

describe('A profile', () => {
  const source = { kind: 'image' };
  const envVars = { DB_PASSWORD: 'hunter2hunter2', DB: 'postgres://me:opensesame@db', MODE: 'test' };

  it('that is read, edited and put back keeps what is not shown, in its differences and audit rows neither', async () => {
    await api.send('PUT', '/profiles/web', { body: { source, envVars } });
    const { body } = await api.send('GET', '/profiles/web/versions/1');
    expect(body).toMatchObject({ envVars: { DB_PASSWORD: mask, DB: `postgres://me:${mask}@db`, MODE: 'test' } });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|opensesame/);
    const edited = { source, envVars: { ...(body['envVars'] as object), MODE: 'live' } };
    expect((await api.send('PUT', '/profiles/web', { body: edited })).status).toBe(201);
    const { rows } = await api.db.pool.query(
      `SELECT env_vars FROM raydeck.profile WHERE name = 'web' ORDER BY version DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ env_vars: { ...envVars, MODE: 'live' } }]);
    const diff = await api.send('GET', '/profiles/web/diff?from=1&to=2');
    expect(diff.body['changes']).toEqual([{ path: 'envVars.MODE', before: 'test', after: 'live' }]);
    const audit = await api.send('GET', '/audit?targetType=profile&targetId=web');
    expect(audit.text).toContain(mask);
    expect(audit.text).not.toMatch(/hunter2|opensesame/);
  });
});

it('The catalogue has no default of a redacted parameter', async () => {
  await api.send('PUT', '/profiles/shop', { body: { source: { kind: 'image' } } });
  const parameter = (name: string, value: unknown, schema: object) => ({
    name,
    kind: 'keyword_only',
    required: false,
    default: value,
    schema,
  });
  const parameters = [
    parameter('api_key', 'hunter2hunter2', { type: 'string', default: 'hunter2hunter2', examples: ['hunter2hunter2'] }),
    parameter('code', 'opensesame', { type: 'string', writeOnly: true }),
    parameter('options', { password: 'hunter2hunter2' }, { type: 'object' }),
    parameter('user', 'ada', { type: 'string' }),
  ];
  const entries = [{ callable: 'shop.tasks.pay', kind: 'raydeck', parameters }];
  await api.send('PUT', '/profiles/shop/versions/1/catalogue', { body: { entries } });
  const { text, body } = await api.send('GET', '/catalogue?callable=shop.tasks.pay');
  expect(text).not.toMatch(/hunter2|opensesame/);
  expect(body['items']).toMatchObject([{ parameters: [{ name: 'api_key' }, {}, {}, { default: 'ada' }] }]);
  const made = await api.send('POST', '/tasks', {
    body: { callable: 'shop.tasks.pay', profile: 'shop', kwargs: { code: 'opensesame2' } },
  });
  const task = await api.send('GET', `/tasks/${String(made.body['id'])}`);
  expect(task.body['kwargs']).toEqual({ code: mask });
});

it('A secret of the profile is in no output of an attempt that ran with it', async () => {
  await api.send('PUT', '/profiles/secretive', {
    body: { source: { kind: 'image' }, secrets: { DOOR: 'opensesame' } },
  });
  const { rows } = await api.db.pool.query<{ id: string }>(
    `WITH t AS (INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count)
      VALUES ('a.b', 'default', 'user:x', 'RUNNING', 1) RETURNING id)
    INSERT INTO raydeck.attempt (task_id, number, runner, worker_id, profile_id, log_tail)
    SELECT t.id, 1, 'local', t.id, p.id, 'it opensesame d' FROM t, raydeck.profile AS p WHERE p.name = 'secretive' RETURNING id`,
  );
  const log = await api.send('GET', `/attempts/${rows[0]?.id}/logs`);
  expect(log.body['text']).toBe(`it ${mask} d`);
});

it('Without payload permission shapes say only that something is redacted', async () => {
  const id = await failedTask();
  api.signIn('VIEWER', { canViewPayload: false });
  const { body } = await api.send('GET', `/tasks/${id}`);
  expect(body['shapes']).toMatchObject({ kwargs: expect.stringContaining('"password": redacted') as unknown });
});

import { RaydeckError, runnerNames } from '@raydeck/core';
import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { enqueueTasks, type NewTask } from './enqueue-tasks.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
  await db.pool.query(
    `INSERT INTO raydeck.queue (name, allowed_callables) VALUES ('mail', '{}'), ('narrow', '{shop}')`,
  );
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const operator = () => contextOf(app, { role: 'OPERATOR' });
const charge: NewTask = { callable: 'shop.tasks.charge' };
const read = (id: string | undefined) => db.prisma.task.findUniqueOrThrow({ where: { id: id ?? '' } });
/** As "CODE path"; an error that is none of ours is thrown. */
async function refusal(context: Context, ...tasks: NewTask[]): Promise<string> {
  try {
    await enqueueTasks(context, tasks);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof RaydeckError)) throw error;
    return `${error.code} ${error.path ?? ''}`.trim();
  }
}

describe('enqueueTasks', () => {
  it('stores the payload digit for digit, in the name of whoever asks', async () => {
    const args = '[1e22, -0.0, 9007199254740993, {"2": 1, "1": 2}]';
    const [task] = await enqueueTasks(operator(), [{ ...charge, args, kwargs: '{"z": 1, "a": 2}' }]);
    expect(task?.replayed).toBe(false);
    expect(await read(task?.id)).toMatchObject({ args, kwargs: '{"z": 1, "a": 2}', createdBy: 'user:ada@example.com' });
  });

  it.each(runnerNames)('takes the runner %s, as the door does', async (runner) => {
    const [task] = await enqueueTasks(operator(), [{ ...charge, runner }]);
    expect(await read(task?.id)).toMatchObject({ runner });
  });

  it('tells what is new, and nothing of what was there before', async () => {
    const told: string[] = [];
    const context: Context = {
      ...operator(),
      emit: (event) => told.push(event.type),
      notifier: {
        ready: () => told.push('ready'),
        changed: () => told.push('changed'),
        cancel: () => {},
        orphans: () => {},
        flush: async () => {},
      },
    };
    await enqueueTasks(context, [{ ...charge, idempotencyKey: 'told' }, charge]);
    expect(told.splice(0)).toEqual(['ready', 'changed', 'changed', 'task.enqueued']);
    expect(await enqueueTasks(context, [{ ...charge, idempotencyKey: 'told' }])).toMatchObject([{ replayed: true }]);
    expect(told).toEqual([]);
  });

  it.each<[string, NewTask, string]>([
    ['a field that is wrong', { ...charge, priority: 101 }, 'INVALID tasks[1].priority'],
    ['a queue that is not there', { ...charge, queue: 'absent' }, 'NOT_FOUND tasks[1].queue'],
    ['a profile that is not there', { ...charge, profile: 'absent' }, 'NOT_FOUND tasks[1].profile'],
    [
      'a callable that the queue does not allow',
      { callable: 'os.system', queue: 'narrow' },
      'FORBIDDEN tasks[1].callable',
    ],
    ['a key used otherwise', { ...charge, idempotencyKey: 'used', args: '[2]' }, 'CONFLICT tasks[1].idempotencyKey'],
    ['a NUL in the payload', { ...charge, args: '["\\u0000"]' }, 'INVALID tasks[1].args'],
    ['half a character in the payload', { ...charge, kwargs: '{"a": "\\ud800"}' }, 'INVALID tasks[1].kwargs'],
    ['a NUL anywhere else', { ...charge, tags: ['a\0'] }, 'INVALID'],
    ['half a character anywhere else', { ...charge, tags: ['a\ud800'] }, 'INVALID'],
    ['a NUL as it is', { ...charge, args: '["\0"]' }, 'INVALID'],
  ])('refuses the whole batch for %s, and names it', async (_, task, expected) => {
    await enqueueTasks(operator(), [{ ...charge, idempotencyKey: 'used', args: '[1]' }]);
    const count = await db.prisma.task.count();
    expect(await refusal(operator(), charge, task)).toBe(expected);
    expect(await db.prisma.task.count()).toBe(count);
  });

  it('takes text that only looks like a NUL or half a character', async () => {
    const args = '["\\\\u0000", "\\\\ud800", "\\ud83d\\ude00", "😀"]';
    const [task] = await enqueueTasks(operator(), [{ ...charge, args, tags: ['\\u0000', '\\ud800', '\\'] }]);
    expect(await read(task?.id)).toMatchObject({ args, tags: ['\\u0000', '\\ud800', '\\'] });
  });

  it('lets in whom the table of roles lets in, as far as the key reaches', async () => {
    const key = (limits: Parameters<typeof keyContext>[1]) => keyContext(app, { scopes: ['tasks:write'], ...limits });
    expect(await refusal(contextOf(app, { role: 'VIEWER' }), charge)).toBe('FORBIDDEN');
    expect(await refusal(key({ scopes: ['tasks:read', 'tasks:operate'] }), charge)).toBe('FORBIDDEN');
    expect(await refusal(key({ queues: ['mail'] }), charge)).toBe('FORBIDDEN');
    expect(await refusal(key({ callables: ['blog'] }), charge)).toBe('FORBIDDEN');
    expect(await refusal(key({ queues: ['mail'] }), { ...charge, queue: 'mail' }, charge)).toBe('FORBIDDEN');
    expect(await refusal(key({ queues: ['mail'], callables: ['shop'] }), { ...charge, queue: 'mail' })).toBe(
      'accepted',
    );
  });

  it('lets an administrator name any profile, and others what their queue allows', async () => {
    await db.pool.query(`INSERT INTO raydeck.profile (name, version, created_by) VALUES ('billing', 1, 'test')`);
    const task: NewTask = { ...charge, profile: 'billing' };
    const refused = 'FORBIDDEN tasks[0].profile';
    expect(await refusal(operator(), task)).toBe(refused);
    expect(await refusal(keyContext(app, { scopes: ['tasks:write'] }), task)).toBe(refused);
    expect(await refusal(keyContext(app, { scopes: ['admin'], queues: ['default'] }), task)).toBe(refused);
    expect(await refusal(keyContext(app, { scopes: ['admin'] }), task)).toBe('accepted');
    expect(await refusal(contextOf(app, { role: 'ADMIN' }), task)).toBe('accepted');
    await db.pool.query(`UPDATE raydeck.queue SET allowed_profiles = '{billing}' WHERE name = 'mail'`);
    expect(await refusal(operator(), { ...task, queue: 'mail' })).toBe('accepted');
  });

  it('takes one to a thousand tasks', async () => {
    expect(await refusal(operator())).toBe('INVALID tasks');
    expect(await refusal(operator(), ...Array.from({ length: 1001 }, () => charge))).toBe('INVALID tasks');
    expect(
      await enqueueTasks(
        operator(),
        Array.from({ length: 1000 }, () => charge),
      ),
    ).toHaveLength(1000);
  });
});

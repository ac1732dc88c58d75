import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { changeSchedule } from './change-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { getSchedule } from './get-schedule.ts';
import { listSchedules } from './list-schedules.ts';
import { listTicks } from './list-ticks.ts';
import { recentTicks } from './recent-ticks.ts';
import { pauseSchedule } from './pause-schedule.ts';
import { putSchedule, type SchedulePut } from './put-schedule.ts';
import { resumeSchedule } from './resume-schedule.ts';
import { runSchedule } from './run-schedule.ts';
import { endTask, tasksOfSchedule } from './schedule.fixture.ts';

let db: TestDatabase;
let operator: Context;

beforeAll(async () => {
  db = await testDatabase();
  operator = contextOf(db, { role: 'OPERATOR' });
  await db.prisma.queue.create({ data: { name: 'mail', allowedCallables: ['mail'] } });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.schedule.deleteMany();
});

const nightly: SchedulePut['settings'] = { cron: '30 2 * * *', task: { callable: 'shop.tasks.report' } };
const put = (settings: Partial<SchedulePut['settings']> = {}, name = 'nightly', context = operator) =>
  putSchedule(context, { name, settings: { ...nightly, ...settings } });

async function auditOf(name: string) {
  return db.prisma.auditLog.findMany({ where: { targetType: 'schedule', targetId: name }, orderBy: { id: 'asc' } });
}

describe('putSchedule', () => {
  it('makes a schedule with its defaults and its first tick, and an audit row', async () => {
    const { schedule, isNew } = await put({}, 'made');
    expect(isNew).toBe(true);
    expect(schedule).toMatchObject({
      name: 'made',
      cron: '30 2 * * *',
      timeZone: 'UTC',
      catchUp: 'last',
      overlap: 'skip',
      description: null,
      task: { callable: 'shop.tasks.report', queue: 'default', args: { text: '[]' }, kwargs: { text: '{}' } },
      paused: false,
      lastTickAt: null,
      lastTaskId: null,
      createdBy: 'user:ada@example.com',
    });
    expect(schedule.nextRunAt?.toISOString()).toMatch(/T02:30:00.000Z$/);
    expect(await auditOf('made')).toMatchObject([{ action: 'schedule.create', actor: 'user:ada@example.com' }]);
  });

  it('changes nothing, and writes no audit row, when all is so already', async () => {
    const task = { callable: 'shop.tasks.report', kwargs: '{"a": 1.0}', priority: 3, tags: ['x'] };
    await put({ task }, 'same');
    const { schedule, isNew } = await put({ task, timeZone: 'UTC', catchUp: 'last' }, 'same');
    expect(isNew).toBe(false);
    expect(schedule.updatedAt).toEqual((await getSchedule(operator, 'same')).updatedAt);
    expect(await auditOf('same')).toHaveLength(1);
  });

  it('keeps the next tick unless the cron line or the zone changes', async () => {
    const { schedule } = await put();
    await db.pool.query(`UPDATE raydeck.schedule SET next_run_at = next_run_at - interval '3 days'`);
    const described = await put({ description: 'each night' });
    expect(described.schedule.nextRunAt).toEqual(new Date((schedule.nextRunAt?.getTime() ?? 0) - 3 * 86_400_000));
    const moved = await put({ timeZone: 'Asia/Kolkata' });
    expect(moved.schedule.nextRunAt?.toISOString()).toMatch(/T21:00:00.000Z$/);
    expect(moved.schedule.nextRunAt && moved.schedule.nextRunAt > new Date()).toBe(true);
  });

  it('keeps values out of the audit log, and says that they changed', async () => {
    await put({ task: { callable: 'a.b', args: '["hunter2"]' } }, 'quiet');
    await put({ task: { callable: 'a.b', args: '["hunter3"]' } }, 'quiet');
    const rows = await auditOf('quiet');
    expect(JSON.stringify(rows)).not.toContain('hunter');
    expect(rows.at(-1)).toMatchObject({ action: 'schedule.update', after: { payloadChanged: true } });
  });

  it.each<[string, Partial<SchedulePut['settings']>, string]>([
    ['cron', { cron: '0 0 30 2 *' }, 'INVALID'],
    ['cron', { cron: 'every day' }, 'INVALID'],
    ['timeZone', { timeZone: 'Mars/Olympus' }, 'INVALID'],
    ['task.callable', { task: { callable: '__main__.run' } }, 'INVALID'],
    ['task.callable', { task: { callable: 'shop.tasks.report', queue: 'mail' } }, 'FORBIDDEN'],
    ['task.queue', { task: { callable: 'a.b', queue: 'gone' } }, 'NOT_FOUND'],
    ['task.profile', { task: { callable: 'a.b', profile: 'gone' } }, 'NOT_FOUND'],
    ['task.args', { task: { callable: 'a.b', args: '{}' } }, 'INVALID'],
    ['task.args', { task: { callable: 'a.b', args: `["${'x'.repeat(65_536)}"]` } }, 'INVALID'],
    ['task.priority', { task: { callable: 'a.b', priority: 101 } }, 'INVALID'],
    ['settings.task.runAt', { task: { callable: 'a.b', runAt: '2026-01-01T00:00:00Z' } as never }, 'INVALID'],
    ['settings.overlap', { overlap: 'sometimes' as never }, 'INVALID'],
  ])('refuses a bad %s before anything is written: %j', async (path, settings, code) => {
    await expect(put(settings)).rejects.toMatchObject({ code, path });
    expect(await db.prisma.schedule.count()).toBe(0);
    expect(await tasksOfSchedule(db, 'nightly')).toEqual([]);
  });

  it('names a profile that its queue allows, even an administrator’s, for a tick is nobody’s', async () => {
    await db.pool.query(`INSERT INTO raydeck.profile (name, version, created_by) VALUES ('secret', 1, 'test')`);
    const task = { callable: 'a.b', profile: 'secret' };
    for (const role of ['OPERATOR', 'ADMIN'] as const) {
      const refused = put({ task }, 'nightly', contextOf(db, { role }));
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN', path: 'task.profile' });
    }
    await db.pool.query(`UPDATE raydeck.queue SET allowed_profiles = '{secret}' WHERE name = 'default'`);
    expect((await put({ task }, 'allowed')).isNew).toBe(true);
  });

  it('leaves no task of its own check behind', async () => {
    const before = await db.prisma.task.count();
    await put();
    expect(await db.prisma.task.count()).toBe(before);
  });

  it('of one name by many at once makes one', async () => {
    const conflicted = (error: unknown) => {
      expect(error).toMatchObject({ code: 'CONFLICT' });
      return { isNew: false };
    };
    const results = await Promise.all(Array.from({ length: 5 }, () => put({}, 'raced').catch(conflicted)));
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('needs the right to enqueue what the schedule enqueues', async () => {
    const scopes = ['tasks:operate', 'tasks:write'] as const;
    const key = keyContext(db, { scopes: [...scopes], queues: ['mail'], callables: ['mail.send'] });
    await put({ task: { callable: 'mail.send.daily', queue: 'mail' } }, 'theirs', key);
    for (const task of [{ callable: 'mail.purge', queue: 'mail' }, { callable: 'mail.send.daily' }]) {
      await expect(put({ task }, 'others', key)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    const refused = [
      contextOf(db),
      keyContext(db, { scopes: ['tasks:operate'] }),
      keyContext(db, { scopes: ['tasks:write'] }),
    ];
    for (const context of refused) await expect(put({}, 'x', context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    // Nor may it take over what it does not reach.
    await put({}, 'nightly');
    await expect(put({ task: { callable: 'mail.send.daily', queue: 'mail' } }, 'nightly', key)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('changeSchedule', () => {
  it('changes what is named and keeps the rest', async () => {
    await put({ task: { callable: 'a.b', args: '[1e2]', priority: 5 }, timeZone: 'Europe/Berlin' });
    const changed = await changeSchedule(operator, { name: 'nightly', change: { overlap: 'queue', description: 'x' } });
    expect(changed).toMatchObject({
      overlap: 'queue',
      description: 'x',
      timeZone: 'Europe/Berlin',
      task: { args: { text: '[1e2]' }, priority: 5 },
    });
  });

  it('can be made of a schedule whose queue is gone, and replaces a task as a whole', async () => {
    await db.prisma.queue.create({ data: { name: 'short-lived' } });
    await put({ task: { callable: 'a.b', queue: 'short-lived', priority: 5 } });
    await db.prisma.queue.delete({ where: { name: 'short-lived' } });
    await changeSchedule(operator, { name: 'nightly', change: { cron: '0 3 * * *' } });
    const change = { task: { callable: 'a.c' } };
    const { task } = await changeSchedule(operator, { name: 'nightly', change });
    expect(task).toMatchObject({ callable: 'a.c', queue: 'default' });
    expect(task).not.toHaveProperty('priority');
  });

  it('is NOT_FOUND for a schedule that is none', async () => {
    for (const name of ['gone', 'a/b', '\u0000', '']) {
      await expect(changeSchedule(operator, { name, change: {} })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('pauseSchedule and resumeSchedule', () => {
  it('note who, when and why, and leave an audit row each', async () => {
    await put({}, 'held');
    const paused = await pauseSchedule(operator, { name: 'held', reason: 'the shop is shut' });
    expect(paused).toMatchObject({
      paused: true,
      pausedReason: 'the shop is shut',
      pausedBy: 'user:ada@example.com',
      nextRunAt: null,
    });
    await expect(pauseSchedule(operator, { name: 'held', reason: 'again' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const resumed = await resumeSchedule(operator, { name: 'held' });
    expect(resumed).toMatchObject({ paused: false, pausedReason: null, pausedAt: null, nextRunAt: expect.any(Date) });
    await expect(resumeSchedule(operator, { name: 'held' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const actions = (await auditOf('held')).map(({ action, reason }) => [action, reason]);
    expect(actions).toEqual([
      ['schedule.create', null],
      ['schedule.pause', 'the shop is shut'],
      ['schedule.resume', null],
    ]);
  });

  it('need a reason for the pause', async () => {
    await put();
    await expect(pauseSchedule(operator, { name: 'nightly', reason: ' ' })).rejects.toMatchObject({ code: 'INVALID' });
  });
});

describe('runSchedule', () => {
  it('enqueues now as the schedule, with a tick of its own and an audit row', async () => {
    await put({ task: { callable: 'a.b', args: '[1.50]' } }, 'by-hand');
    await pauseSchedule(operator, { name: 'by-hand', reason: 'for now' });
    const { taskId } = await runSchedule(operator, { name: 'by-hand', reason: 'the numbers were wrong' });
    expect(await tasksOfSchedule(db, 'by-hand')).toMatchObject([{ id: taskId, args: '[1.50]', state: 'QUEUED' }]);
    expect(await listTicks(operator, 'by-hand')).toMatchObject([
      { outcome: 'run-now', taskId, detail: 'Run by user:ada@example.com.' },
    ]);
    expect(await getSchedule(operator, 'by-hand')).toMatchObject({ lastTaskId: taskId, lastTickAt: null });
    expect((await auditOf('by-hand')).at(-1)).toMatchObject({
      action: 'schedule.run',
      reason: 'the numbers were wrong',
      after: { taskId },
    });
    await endTask(db, taskId);
  });

  it('says why the door refused, and leaves nothing behind', async () => {
    await put({}, 'refused');
    await db.pool.query(`UPDATE raydeck.schedule SET queue = 'gone' WHERE name = 'refused'`);
    await expect(runSchedule(operator, { name: 'refused' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: 'task.queue',
    });
    expect(await listTicks(operator, 'refused')).toEqual([]);
    expect(await auditOf('refused')).toHaveLength(1);
  });
});

describe('deleteSchedule', () => {
  it('takes the ticks along, leaves the tasks, and writes an audit row', async () => {
    await put({}, 'old');
    const { taskId } = await runSchedule(operator, { name: 'old' });
    await deleteSchedule(operator, { name: 'old', reason: 'nobody reads it' });
    await expect(getSchedule(operator, 'old')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(deleteSchedule(operator, { name: 'old' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await db.prisma.scheduleTick.count()).toBe(0);
    expect(await db.prisma.task.findUnique({ where: { id: taskId } })).not.toBeNull();
    expect((await auditOf('old')).at(-1)).toMatchObject({ action: 'schedule.delete', reason: 'nobody reads it' });
  });
});

describe('a key', () => {
  it('sees and steers the schedules whose queue and callable it reaches, and no others', async () => {
    await put({ task: { callable: 'mail.send.daily', queue: 'mail' } }, 'mails');
    await put({}, 'reports');
    const scopes = ['tasks:read', 'tasks:operate'] as const;
    const key = keyContext(db, { scopes: [...scopes], queues: ['mail'] });
    expect((await listSchedules(key)).map(({ name }) => name)).toEqual(['mails']);
    await runSchedule(key, { name: 'mails' });
    const name = 'reports';
    const attempts = [
      () => getSchedule(key, name),
      () => listTicks(key, name),
      () => runSchedule(key, { name }),
      () => pauseSchedule(key, { name, reason: 'x' }),
      () => deleteSchedule(key, { name }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const own = keyContext(db, { scopes: [...scopes], ownTasksOnly: true });
    expect(await listSchedules(own)).toEqual([]);
  });
});

it('values are shown to those who may see payload only', async () => {
  await put({ task: { callable: 'a.b', kwargs: '{"card": "4111"}' } });
  const blind = contextOf(db, { canViewPayload: false });
  expect(JSON.stringify(await getSchedule(blind, 'nightly'))).not.toContain('4111');
  expect((await getSchedule(blind, 'nightly')).task.kwargs.kind).toBe('shape');
});

describe('a write that expects something', () => {
  it('makes no schedule over one that is there', async () => {
    await put({}, 'taken');
    const input = { name: 'taken', settings: { ...nightly, cron: '0 0 * * *' } };
    await expect(putSchedule(operator, input, 'absent')).rejects.toMatchObject({ code: 'CONFLICT', path: 'name' });
    expect(await getSchedule(operator, 'taken')).toMatchObject({ cron: '30 2 * * *' });
  });

  it('changes nothing that somebody else changed since, and says who did', async () => {
    const { schedule } = await put({}, 'contested');
    const edit = { name: 'contested', updatedAt: schedule.updatedAt };
    await changeSchedule(operator, { ...edit, change: { description: 'first' } });
    const second = changeSchedule(operator, { ...edit, change: { description: 'second' } });
    await expect(second).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('ada@example.com'),
    });
    expect(await getSchedule(operator, 'contested')).toMatchObject({ description: 'first' });
  });
});

describe('recentTicks', () => {
  it('tells the newest ticks of each schedule, with what became of their tasks', async () => {
    await put({}, 'ran');
    await put({}, 'never-ran');
    const { taskId } = await runSchedule(operator, { name: 'ran' });
    await endTask(db, taskId);
    await runSchedule(operator, { name: 'ran' });
    const ticks = await recentTicks(operator, ['ran', 'never-ran', 'no-such'], 5);
    expect(ticks.get('ran')).toMatchObject([
      { taskState: 'QUEUED' },
      { outcome: 'run-now', taskId, taskState: 'SUCCEEDED' },
    ]);
    expect(ticks.get('never-ran')).toEqual([]);
    expect(ticks.has('no-such')).toBe(false);
    expect((await recentTicks(operator, ['ran'], 1)).get('ran')).toHaveLength(1);
    expect(await recentTicks(keyContext(db, { scopes: ['tasks:read'], queues: ['mail'] }), ['ran'], 5)).toEqual(
      new Map(),
    );
  });
});

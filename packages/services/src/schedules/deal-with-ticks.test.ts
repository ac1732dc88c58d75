import { loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../reading/fixtures.ts';
import { dealWithTicks } from './deal-with-ticks.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { putSchedule } from './put-schedule.ts';
import {
  endTask,
  engineOn,
  insertSchedule,
  minutesAgo,
  secondsAgo,
  tasksOfSchedule,
  ticksOfSchedule,
} from './schedule.fixture.ts';
import { sweepSchedules } from './sweep-schedules.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const minuteMs = 60_000;

async function outcomes(id: string): Promise<string[]> {
  return (await ticksOfSchedule(db, id)).map(({ outcome }) => outcome);
}

async function nextOf(id: string): Promise<Date | null> {
  return (await db.prisma.schedule.findUniqueOrThrow({ where: { id } })).nextRunAt;
}

/** Has the schedule's next tick come again: so many seconds ago. */
async function dueAgain(id: string, seconds = 1): Promise<void> {
  await db.pool.query(`UPDATE raydeck.schedule SET next_run_at = ${secondsAgo(seconds)} WHERE id = $1`, [id]);
}

describe('a tick that is due', () => {
  it('enqueues the task of the schedule, to the digit, and moves the schedule on', async () => {
    const columns = {
      cron: '* * * * * *',
      args: '[12345678901234567890, 1e22]',
      kwargs: '{"b": -0.0, "a": 1}',
      options: { priority: 7, tags: ['nightly'], retry: { backoff: 'fixed', delaySeconds: 3 }, maxAttempts: 5 },
    };
    const schedule = await insertSchedule(db, secondsAgo(0), columns);
    const engine = engineOn(db);
    await dealWithTicks(engine, schedule.id);
    const [task] = await tasksOfSchedule(db, schedule.name);
    expect(task).toMatchObject({
      callable: 'shop.tasks.report',
      args: columns.args,
      kwargs: columns.kwargs,
      queue: 'default',
      state: 'QUEUED',
      priority: 7,
      tags: ['nightly'],
      maxAttempts: 5,
      retryPolicy: { backoff: 'fixed', delaySeconds: 3 },
    });
    const [tick] = await ticksOfSchedule(db, schedule.id);
    expect(tick).toMatchObject({ tick: schedule.nextRunAt, outcome: 'enqueued', taskId: task?.id, detail: null });
    const row = await db.prisma.schedule.findUniqueOrThrow({ where: { id: schedule.id } });
    expect(row).toMatchObject({ lastTaskId: task?.id });
    expect(row.nextRunAt && row.nextRunAt > schedule.nextRunAt).toBe(true);
    expect(engine.sent.at(-1)).toEqual({ scheduleId: schedule.id, tick: row.nextRunAt });
    const key = await db.prisma.idempotencyKey.findFirstOrThrow({ where: { taskId: task?.id ?? '' } });
    expect(key).toMatchObject({ scope: `schedule:${schedule.name}`, key: schedule.nextRunAt.toISOString() });
  });

  it('is dealt with by what the app role may do', async () => {
    const app = await loginAs(db, 'raydeck_app');
    const operator = contextOf(app, { role: 'OPERATOR' });
    const settings = { cron: '0 0 1 1 *', overlap: 'cancel-previous' as const, task: { callable: 'a.b' } };
    await putSchedule(operator, { name: 'by-the-app', settings });
    const { id } = await db.prisma.schedule.findUniqueOrThrow({ where: { name: 'by-the-app' } });
    for (const seconds of [5, 0]) {
      await dueAgain(id, seconds);
      await sweepSchedules(engineOn(app));
    }
    expect((await tasksOfSchedule(db, 'by-the-app')).map(({ state }) => state)).toEqual(['CANCELED', 'QUEUED']);
    await deleteSchedule(operator, { name: 'by-the-app' });
    await app.close();
  });

  it('is left alone while it is to come, while the schedule is paused, and when the schedule is gone', async () => {
    const engine = engineOn(db);
    const coming = await insertSchedule(db, minutesAgo(-5));
    const paused = await insertSchedule(db, minutesAgo(3), { paused: true, paused_at: new Date() });
    await dealWithTicks(engine, coming.id);
    await dealWithTicks(engine, paused.id);
    await dealWithTicks(engine, '00000000-0000-7000-8000-0000000000ff');
    expect(await ticksOfSchedule(db, coming.id)).toEqual([]);
    expect(await ticksOfSchedule(db, paused.id)).toEqual([]);
    expect(engine.sent).toEqual([]);
  });

  it('that the door refuses is failed with the reason, and the next one is tried again', async () => {
    const engine = engineOn(db);
    const schedule = await insertSchedule(db, secondsAgo(1), { cron: '0 0 1 1 *', queue: 'gone' });
    await dealWithTicks(engine, schedule.id);
    expect(await ticksOfSchedule(db, schedule.id)).toMatchObject([
      { outcome: 'failed', taskId: null, detail: 'queue: there is no queue "gone"' },
    ]);
    expect(engine.events).toEqual([
      { type: 'schedule.refused', schedule: schedule.name, ticks: 1, error: 'queue: there is no queue "gone"' },
    ]);
    await db.prisma.queue.create({ data: { name: 'gone' } });
    await dueAgain(schedule.id, 0);
    await dealWithTicks(engine, schedule.id);
    expect(await outcomes(schedule.id)).toEqual(['failed', 'enqueued']);
  });

  it('whose row is there already enqueues nothing, and the schedule goes on', async () => {
    const schedule = await insertSchedule(db, secondsAgo(0), { cron: '0 0 1 1 *' });
    const row = { scheduleId: schedule.id, tick: schedule.nextRunAt, outcome: 'enqueued' };
    await db.prisma.scheduleTick.create({ data: row });
    await dealWithTicks(engineOn(db), schedule.id);
    expect(await tasksOfSchedule(db, schedule.name)).toEqual([]);
    expect((await nextOf(schedule.id))?.toISOString()).toMatch(/-01-01T00:00:00.000Z$/);
  });

  it('of an expression that is not understood any more pauses its schedule and says why', async () => {
    const schedule = await insertSchedule(db, secondsAgo(0), { time_zone: 'Mars/Olympus' });
    await dealWithTicks(engineOn(db), schedule.id);
    const row = await db.prisma.schedule.findUniqueOrThrow({ where: { id: schedule.id } });
    expect(row).toMatchObject({ paused: true, pausedBy: `schedule:${schedule.name}` });
    expect(row.pausedReason).toContain('IANA');
  });
});

describe('ticks that nobody dealt with in time', () => {
  it('catchUp last: the last one runs; one row says which were missed', async () => {
    const hourly = { catch_up: 'last', overlap: 'allow', cron: '0 * * * *' };
    const schedule = await insertSchedule(
      db,
      `date_trunc('hour', clock_timestamp(), 'UTC') - interval '5 hours'`,
      hourly,
    );
    await dealWithTicks(engineOn(db), schedule.id);
    const after = (hours: number) => new Date(schedule.nextRunAt.getTime() + hours * 60 * minuteMs);
    expect(await ticksOfSchedule(db, schedule.id)).toMatchObject([
      {
        tick: schedule.nextRunAt,
        outcome: 'skipped',
        detail: expect.stringContaining(`up to ${after(4).toISOString()}`),
      },
      { tick: after(5), outcome: 'enqueued' },
    ]);
    expect(await tasksOfSchedule(db, schedule.name)).toHaveLength(1);
    expect(await nextOf(schedule.id)).toEqual(after(6));
  });

  it('catchUp none: none of them runs', async () => {
    // A tick of this minute may be on time: a daily one that was due an hour ago is not.
    const schedule = await insertSchedule(db, minutesAgo(60), { catch_up: 'none', cron: '0 0 1 1 *' });
    await dealWithTicks(engineOn(db), schedule.id);
    expect(await outcomes(schedule.id)).toEqual(['skipped']);
    expect(await tasksOfSchedule(db, schedule.name)).toEqual([]);
  });

  it('catchUp all: each of them runs, in order, a hundred in one transaction', async () => {
    const schedule = await insertSchedule(db, minutesAgo(149), { catch_up: 'all', overlap: 'allow' });
    const engine = engineOn(db);
    await dealWithTicks(engine, schedule.id);
    expect(await tasksOfSchedule(db, schedule.name)).toHaveLength(100);
    expect(engine.sent).toEqual([
      { scheduleId: schedule.id, tick: new Date(schedule.nextRunAt.getTime() + 100 * minuteMs) },
    ]);
    await dealWithTicks(engine, schedule.id);
    const ticks = await ticksOfSchedule(db, schedule.id);
    const tasks = await tasksOfSchedule(db, schedule.name);
    // The minute may have changed meanwhile.
    expect([150, 151]).toContain(ticks.length);
    expect(ticks.map(({ tick }) => (tick.getTime() - schedule.nextRunAt.getTime()) / minuteMs)).toEqual([
      ...ticks.keys(),
    ]);
    expect(ticks.map(({ taskId }) => taskId)).toEqual(tasks.map(({ id }) => id));
  });

  it('a schedule of seconds that nobody looked at for a year costs no more than another', async () => {
    const schedule = await insertSchedule(db, `clock_timestamp() - interval '1 year'`, { cron: '* * * * * *' });
    const startedAt = performance.now();
    await dealWithTicks(engineOn(db), schedule.id);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await outcomes(schedule.id)).toEqual(['skipped', 'enqueued']);
  });
});

describe('while a task of the schedule has not ended', () => {
  async function busy(overlap: string, columns: Record<string, unknown> = {}) {
    const schedule = await insertSchedule(db, secondsAgo(0), { cron: '0 0 1 1 *', overlap, ...columns });
    const engine = engineOn(db);
    await dealWithTicks(engine, schedule.id);
    const [first] = await tasksOfSchedule(db, schedule.name);
    if (!first) throw new Error('The first tick enqueues.');
    // So that the next tick is another one, though it may be of the same second: its row and its key are of a minute ago.
    await db.pool.query(`UPDATE raydeck.schedule_tick SET tick = tick - interval '1 minute' WHERE schedule_id = $1`, [
      schedule.id,
    ]);
    await db.pool.query('DELETE FROM raydeck.idempotency_key WHERE task_id = $1', [first.id]);
    const tick = async (seconds = 1): Promise<void> => {
      await dueAgain(schedule.id, seconds);
      await dealWithTicks(engine, schedule.id);
    };
    return { schedule, engine, first, tick };
  }

  it('allow: the next tick enqueues', async () => {
    const { schedule, tick } = await busy('allow');
    await tick();
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'enqueued']);
  });

  it('skip: the next tick is skipped and says so, until the task has ended', async () => {
    const { schedule, first, tick } = await busy('skip');
    await tick(5);
    expect((await ticksOfSchedule(db, schedule.id)).at(-1)).toMatchObject({
      outcome: 'skipped',
      taskId: null,
      detail: 'The task of an earlier tick had not ended.',
    });
    await endTask(db, first.id);
    await tick(2);
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'skipped', 'enqueued']);
  });

  it('skip: a run by hand counts as well', async () => {
    const { schedule, first, tick } = await busy('skip');
    await endTask(db, first.id);
    const hand = await db.pool.query<{ id: string }>(
      `INSERT INTO raydeck.task (callable, queue, created_by) VALUES ('a.b', 'default', 'x') RETURNING id`,
    );
    const taskId = hand.rows[0]?.id ?? '';
    const row = { scheduleId: schedule.id, tick: new Date(Date.now() - 20_000), outcome: 'run-now', taskId };
    await db.prisma.scheduleTick.create({ data: row });
    await tick();
    expect((await outcomes(schedule.id)).at(-1)).toBe('skipped');
  });

  it('queue: ticks wait, and go one by one in order when the task before has ended', async () => {
    const { schedule, engine, first, tick } = await busy('queue');
    await tick(5);
    await tick(3);
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'waiting', 'waiting']);
    await dealWithTicks(engine, schedule.id);
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'waiting', 'waiting']);
    await endTask(db, first.id);
    await dealWithTicks(engine, schedule.id);
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'enqueued', 'waiting']);
    const second = (await tasksOfSchedule(db, schedule.name)).at(-1);
    await endTask(db, second?.id ?? '');
    await tick(1);
    // The one that waited went; the new one has its place behind it.
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'enqueued', 'enqueued', 'waiting']);
  });

  it('queue: a tick that waited and is refused then says why, and the next one goes', async () => {
    const { schedule, engine, first, tick } = await busy('queue');
    await tick(5);
    await tick(3);
    await endTask(db, first.id);
    await db.pool.query(`UPDATE raydeck.schedule SET queue = 'nowhere' WHERE id = $1`, [schedule.id]);
    await dealWithTicks(engine, schedule.id);
    await db.pool.query(`UPDATE raydeck.schedule SET queue = 'default' WHERE id = $1`, [schedule.id]);
    await dealWithTicks(engine, schedule.id);
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'failed', 'enqueued']);
  });

  it('cancel-previous: the task is canceled by the schedule, and the next tick enqueues', async () => {
    const { schedule, first, tick } = await busy('cancel-previous');
    await tick();
    const [canceled, next] = await tasksOfSchedule(db, schedule.name);
    expect(canceled).toMatchObject({ id: first.id, state: 'CANCELED' });
    expect(next).toMatchObject({ state: 'QUEUED' });
    const row = await db.prisma.auditLog.findFirstOrThrow({ where: { targetId: first.id } });
    expect(row).toMatchObject({ action: 'task.cancel', actor: `schedule:${schedule.name}` });
  });

  it('cancel-previous: a running task is asked to end, and the next tick does not wait for it', async () => {
    const { schedule, first, tick } = await busy('cancel-previous');
    await db.pool.query(`UPDATE raydeck.task SET state = 'RUNNING', attempt_count = 1 WHERE id = $1`, [first.id]);
    await tick();
    const [running] = await tasksOfSchedule(db, schedule.name);
    expect(running).toMatchObject({ state: 'RUNNING', cancelRequestedAt: expect.any(Date) });
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'enqueued']);
  });

  it('cancel-previous: a tick that the door refuses cancels nothing', async () => {
    const { schedule, first, tick } = await busy('cancel-previous');
    await db.pool.query(`UPDATE raydeck.schedule SET queue = 'nowhere' WHERE id = $1`, [schedule.id]);
    await tick();
    expect(await outcomes(schedule.id)).toEqual(['enqueued', 'failed']);
    expect(await db.prisma.task.findUniqueOrThrow({ where: { id: first.id } })).toMatchObject({ state: 'QUEUED' });
  });

  it('catching up all with skip, queue and cancel-previous enqueues one of the ticks', async () => {
    const columns = { catch_up: 'all', cron: '* * * * *' };
    const expected = { skip: ['enqueued', 'skipped'], queue: ['enqueued', 'waiting'], 'cancel-previous': ['skipped'] };
    for (const [overlap, [first = '', others = first]] of Object.entries(expected)) {
      const schedule = await insertSchedule(db, minutesAgo(5), { ...columns, overlap });
      await dealWithTicks(engineOn(db), schedule.id);
      const all = await outcomes(schedule.id);
      expect(all[0]).toBe(first);
      expect(all[2]).toBe(others);
      expect(await tasksOfSchedule(db, schedule.name)).toHaveLength(1);
    }
  });
});

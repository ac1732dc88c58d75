import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nextTick } from './next-tick.ts';
import {
  endTask,
  engineOn,
  insertSchedule,
  minutesAgo,
  secondsAgo,
  tasksOfSchedule,
  ticksOfSchedule,
} from './schedule.fixture.ts';
import { dealWithOverdue, sweepSchedules } from './sweep-schedules.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
afterEach(async () => {
  await db.prisma.schedule.deleteMany();
});

describe('sweepSchedules', () => {
  it('deals with what is due and has no job', async () => {
    const due = await insertSchedule(db, secondsAgo(1), { cron: '0 0 1 1 *' });
    const paused = await insertSchedule(db, secondsAgo(1), { paused: true, paused_at: new Date() });
    await sweepSchedules(engineOn(db));
    expect(await tasksOfSchedule(db, due.name)).toHaveLength(1);
    expect(await ticksOfSchedule(db, paused.id)).toEqual([]);
  });

  it('sends jobs for the ticks of the next minutes', async () => {
    const soon = await insertSchedule(db, minutesAgo(-2));
    await insertSchedule(db, minutesAgo(-60));
    const engine = engineOn(db);
    await sweepSchedules(engine);
    expect(engine.sent).toEqual([{ scheduleId: soon.id, tick: soon.nextRunAt }]);
  });

  it('goes on after a schedule that fails, and tells of the failure', async () => {
    const bad = await insertSchedule(db, secondsAgo(5), { cron: '0 0 1 1 *' });
    const good = await insertSchedule(db, secondsAgo(1), { cron: '0 0 1 1 *' });
    const engine = engineOn(db);
    const sendTicks = engine.sendTicks;
    engine.sendTicks = async (tx, ticks) => {
      if (ticks.some(({ scheduleId }) => scheduleId === bad.id)) throw new Error('no room for jobs');
      await sendTicks(tx, ticks);
    };
    await expect(sweepSchedules(engine)).rejects.toThrow('no room for jobs');
    expect(await tasksOfSchedule(db, bad.name)).toEqual([]);
    expect(await tasksOfSchedule(db, good.name)).toHaveLength(1);
  });

  it('does not wait for a schedule that somebody holds', async () => {
    const held = await insertSchedule(db, secondsAgo(1), { cron: '0 0 1 1 *' });
    const free = await insertSchedule(db, secondsAgo(1), { cron: '0 0 1 1 *' });
    await db.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM raydeck.schedule WHERE id = ${held.id}::uuid FOR NO KEY UPDATE`;
      await dealWithOverdue(engineOn(db));
    });
    expect(await ticksOfSchedule(db, held.id)).toEqual([]);
    expect(await ticksOfSchedule(db, free.id)).toHaveLength(1);
  });

  it('lets a waiting tick go once nothing of its schedule runs', async () => {
    const schedule = await insertSchedule(db, secondsAgo(2), { cron: '0 0 1 1 *', overlap: 'queue' });
    await dealWithOverdue(engineOn(db));
    await db.pool.query(`UPDATE raydeck.schedule SET next_run_at = ${secondsAgo(0)} WHERE id = $1`, [schedule.id]);
    await dealWithOverdue(engineOn(db));
    const [first] = await tasksOfSchedule(db, schedule.name);
    expect(await nextTick(db)).toMatchObject({ isAnyWaiting: true });
    await dealWithOverdue(engineOn(db));
    expect(await tasksOfSchedule(db, schedule.name)).toHaveLength(1);
    await endTask(db, first?.id ?? '');
    await dealWithOverdue(engineOn(db));
    expect((await ticksOfSchedule(db, schedule.id)).map(({ outcome }) => outcome)).toEqual(['enqueued', 'enqueued']);
    expect(await nextTick(db)).toMatchObject({ isAnyWaiting: false });
  });
});

describe('nextTick', () => {
  it('is when the first schedule that is not paused is due', async () => {
    expect(await nextTick(db)).toEqual({ dueInMs: null, isAnyWaiting: false });
    await insertSchedule(db, `clock_timestamp() + interval '1 hour'`);
    await insertSchedule(db, `clock_timestamp() - interval '1 hour'`, { paused: true, paused_at: new Date() });
    const { dueInMs } = await nextTick(db);
    expect(dueInMs).toBeGreaterThan(3_590_000);
    expect(dueInMs).toBeLessThanOrEqual(3_600_000);
    await insertSchedule(db, `clock_timestamp() - interval '1 minute'`);
    expect((await nextTick(db)).dueInMs).toBeLessThanOrEqual(-60_000);
  });
});

import { createDatabase } from '@raydeck/db';
import { testDatabase, type TestDatabase, until } from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealWithTicks } from './deal-with-ticks.ts';
import { runSchedule } from './run-schedule.ts';
import { contextOf } from '../reading/fixtures.ts';
import {
  engineOn,
  insertSchedule,
  minutesAgo,
  secondsAgo,
  tasksOfSchedule,
  ticksOfSchedule,
} from './schedule.fixture.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** One row for each tick, one task for each row that has one, no task without a row. */
async function expectOneTaskPerTick(schedule: { id: string; name: string }): Promise<number> {
  const ticks = await ticksOfSchedule(db, schedule.id);
  const tasks = await tasksOfSchedule(db, schedule.name);
  const enqueued = ticks.filter(({ outcome }) => outcome === 'enqueued');
  expect(enqueued).toHaveLength(tasks.length);
  expect(new Set(enqueued.map(({ taskId }) => taskId))).toEqual(new Set(tasks.map(({ id }) => id)));
  return tasks.length;
}

describe('many engines at once', () => {
  it('make one task of one tick', async () => {
    const schedule = await insertSchedule(db, secondsAgo(0), { cron: '0 0 1 1 *' });
    const engines = Array.from({ length: 8 }, () => engineOn(db));
    await Promise.all(engines.map((engine) => dealWithTicks(engine, schedule.id)));
    expect(await expectOneTaskPerTick(schedule)).toBe(1);
  });

  it('that catch up make each tick’s task once, and no tick is left out', async () => {
    const schedule = await insertSchedule(db, minutesAgo(399), { catch_up: 'all', overlap: 'allow' });
    const engines = Array.from({ length: 6 }, () => engineOn(db));
    await until('all ticks to be dealt with', async () => {
      await Promise.all(engines.map((engine, at) => dealWithTicks(engine, schedule.id, { isPatient: at % 2 === 0 })));
      const { nextRunAt } = await db.prisma.schedule.findUniqueOrThrow({ where: { id: schedule.id } });
      return nextRunAt && nextRunAt.getTime() > Date.now();
    });
    expect(await expectOneTaskPerTick(schedule)).toBeGreaterThanOrEqual(400);
    const ticks = await ticksOfSchedule(db, schedule.id);
    const minutes = ticks.map(({ tick }) => (tick.getTime() - schedule.nextRunAt.getTime()) / 60_000);
    expect(minutes).toEqual([...minutes.keys()]);
  });

  it('cancel the task before once, and never the one that they make', async () => {
    const schedule = await insertSchedule(db, secondsAgo(2), { cron: '0 0 1 1 *', overlap: 'cancel-previous' });
    await dealWithTicks(engineOn(db), schedule.id);
    await db.pool.query(`UPDATE raydeck.schedule SET next_run_at = ${secondsAgo(0)} WHERE id = $1`, [schedule.id]);
    await Promise.all(Array.from({ length: 6 }, () => dealWithTicks(engineOn(db), schedule.id)));
    const tasks = await tasksOfSchedule(db, schedule.name);
    expect(tasks.map(({ state }) => state)).toEqual(['CANCELED', 'QUEUED']);
    const events = await db.prisma.taskEvent.count({ where: { taskId: tasks[0]?.id ?? '' } });
    expect(events).toBe(1);
  });

  it('go on beside runs by hand, which have a task each', async () => {
    const schedule = await insertSchedule(db, secondsAgo(0), { cron: '0 0 1 1 *', overlap: 'allow' });
    const context = contextOf(db, { role: 'OPERATOR' });
    await Promise.all([
      ...Array.from({ length: 4 }, () => runSchedule(context, { name: schedule.name })),
      ...Array.from({ length: 4 }, () => dealWithTicks(engineOn(db), schedule.id)),
    ]);
    const outcomes = (await ticksOfSchedule(db, schedule.id)).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['enqueued', 'run-now', 'run-now', 'run-now', 'run-now']);
    expect(await tasksOfSchedule(db, schedule.name)).toHaveLength(5);
  });
});

describe('engines whose connections die in the middle', () => {
  /** Each write of an engine counts; at these counts the connection that writes is ended by the server, as a crash would. */
  async function crashAt(counts: readonly number[]): Promise<void> {
    await db.pool.query('ALTER SEQUENCE public.writes RESTART');
    await db.pool.query('TRUNCATE public.crash');
    await db.pool.query('INSERT INTO public.crash SELECT unnest($1::bigint[])', [counts]);
  }

  beforeAll(async () => {
    await db.pool.query(`
      CREATE SEQUENCE public.writes;
      CREATE TABLE public.crash (at bigint);
      CREATE FUNCTION public.crash_here() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- A sequence counts on when its transaction is undone.
        IF nextval('public.writes') IN (SELECT at FROM public.crash) THEN
          PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(1);
        END IF;
        RETURN NULL;
      END $$`);
    for (const table of ['schedule', 'schedule_tick', 'task', 'idempotency_key', 'audit_log']) {
      await db.pool.query(`CREATE TRIGGER crash_here AFTER INSERT OR UPDATE ON raydeck.${table}
        FOR EACH STATEMENT EXECUTE FUNCTION public.crash_here()`);
    }
  });

  it('leave a tick done or not done, and whoever comes next does the rest', async () => {
    const crashes = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 8 });
    const overlaps = fc.constantFrom('allow', 'skip', 'queue', 'cancel-previous');
    let crashed = 0;
    await fc.assert(
      fc.asyncProperty(crashes, overlaps, async (counts, overlap) => {
        const schedule = await insertSchedule(db, minutesAgo(230), { catch_up: 'all', overlap });
        const database = createDatabase({ connectionString: db.url, applicationName: 'engine', onError: () => {} });
        const engines = Array.from({ length: 3 }, () => engineOn(database));
        await crashAt(counts);
        const nextRunAt = await until('all ticks to be dealt with', async () => {
          const rounds = await Promise.allSettled(engines.map((engine) => dealWithTicks(engine, schedule.id)));
          crashed += rounds.filter(({ status }) => status === 'rejected').length;
          const row = await db.prisma.schedule.findUniqueOrThrow({ where: { id: schedule.id } });
          return row.nextRunAt && row.nextRunAt.getTime() > Date.now() ? row.nextRunAt : null;
        });
        await crashAt([]);
        await database.close();
        await expectOneTaskPerTick(schedule);
        const ticks = await ticksOfSchedule(db, schedule.id);
        expect(ticks).toHaveLength((nextRunAt.getTime() - schedule.nextRunAt.getTime()) / 60_000);
      }),
      { numRuns: 15 },
    );
    expect(crashed).toBeGreaterThan(0);
  });
});

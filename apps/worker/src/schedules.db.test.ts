import { putSchedule, type SchedulePut } from '@raydeck/services';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkerKit, type WorkerKit } from './conformance/worker-kit.ts';

/** A tick is enqueued so soon after its time, on a machine that has other things to do as well. */
const precisionMs = 2_000;

let kit: WorkerKit;

beforeAll(async () => {
  kit = await createWorkerKit('local');
  await put('made-before-any-worker');
  await Promise.all([kit.startWorker(), kit.startWorker()]);
});
afterAll(() => kit.close(), 60_000);

async function put(name: string, settings: Partial<SchedulePut['settings']> = {}): Promise<void> {
  const task = { callable: 'raydeck.demo.add', args: '[9007199254740993, 2]' };
  const secondly = { cron: '* * * * * *', overlap: 'allow' as const, task };
  await putSchedule(kit.context, { name, settings: { ...secondly, ...settings } });
}

async function ticksOf(name: string) {
  return kit.db.prisma.scheduleTick.findMany({ where: { schedule: { name } }, orderBy: { tick: 'asc' } });
}

/** Ends the schedule once it has so many ticks; returns them. */
async function afterTicks(name: string, count: number, deadlineMs = 120_000) {
  await until(`${count} ticks of ${name}`, async () => (await ticksOf(name)).length >= count, { deadlineMs });
  await kit.db.pool.query(
    `UPDATE raydeck.schedule SET paused = true, paused_at = clock_timestamp() WHERE name = $1 AND NOT paused`,
    [name],
  );
  return ticksOf(name);
}

function latenessMs({ tick, at }: { tick: Date; at: Date }): number {
  return at.getTime() - tick.getTime();
}

describe('two workers', { timeout: 60_000 }, () => {
  it('run one task for each second of a schedule of seconds, each enqueued in time', async () => {
    await put('secondly');
    const ticks = await afterTicks('secondly', 8);
    const seconds = ticks.map(({ tick }) => tick.getTime() / 1000);
    expect(seconds).toEqual(seconds.map((_, at) => (seconds[0] ?? 0) + at));
    expect(ticks.every(({ outcome }) => outcome === 'enqueued')).toBe(true);
    expect(Math.max(...ticks.map(latenessMs))).toBeLessThan(precisionMs);
    const tasks = await kit.db.prisma.task.findMany({ where: { createdBy: 'schedule:secondly' } });
    expect(new Set(tasks.map(({ id }) => id))).toEqual(new Set(ticks.map(({ taskId }) => taskId)));
    const [first] = tasks;
    expect(await kit.finished(first?.id ?? '')).toMatchObject({ state: 'SUCCEEDED', result: '9007199254740995' });
  });

  it('run a schedule that was made while no worker was there', async () => {
    const ticks = await afterTicks('made-before-any-worker', 2);
    expect(ticks.at(-1)).toMatchObject({ outcome: 'enqueued' });
  });

  it('deal with ticks whose jobs are lost', async () => {
    await put('jobless');
    await until('a tick', async () => (await ticksOf('jobless')).length > 0);
    // Whatever is sent is lost.
    await kit.db.pool.query(`
      CREATE FUNCTION public.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER lose BEFORE INSERT ON pgboss.job FOR EACH ROW WHEN (NEW.name = 'schedule-tick') EXECUTE FUNCTION public.lose();
      DELETE FROM pgboss.job WHERE name = 'schedule-tick'`);
    const had = (await ticksOf('jobless')).length;
    const ticks = await afterTicks('jobless', had + 4);
    await kit.db.pool.query('DROP FUNCTION public.lose() CASCADE');
    expect(Math.max(...ticks.map(latenessMs))).toBeLessThan(precisionMs + 1_000);
  });

  it('let a tick that waited go within seconds of the end of the task before', async () => {
    const task = { callable: 'raydeck.demo.long_task', args: '[1.5]' };
    await put('queued', { overlap: 'queue', task });
    await until('a tick that waited to go', async () => {
      const ticks = await ticksOf('queued');
      return ticks.filter(({ outcome }) => outcome === 'enqueued').length >= 3;
    });
    const ticks = await afterTicks('queued', 3);
    const tasks = await kit.db.prisma.task.findMany({
      where: { createdBy: 'schedule:queued' },
      orderBy: { id: 'asc' },
    });
    expect(tasks.map(({ id }) => id)).toEqual(ticks.flatMap(({ taskId }) => taskId ?? []));
    const gapsMs = tasks.slice(1).map((next, at) => next.createdAt.getTime() - (tasks[at]?.finishedAt?.getTime() ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...gapsMs)).toBeLessThan(precisionMs + 1_000);
  });
});

import { defaultRetention } from '@raydeck/core';
import { enqueueTasks } from '@raydeck/db';
import { type TestDatabase, until } from '@raydeck/testing';
import { type CoreStack, startCoreStack } from './core-stack.ts';
import { type Drained, drainBacklog } from './drain.ts';
import { fillFinished } from './finished-tasks.ts';
import { quantile } from './measure.ts';
import { residentMegabytes } from './memory.ts';
import type { Figure } from './result.ts';

const later = 1_000_000;
const parked = 100_000;
const waiting = 1_000_000;
/** The median of so many is taken: one drain by itself says little on a shared machine. */
const drains = 3;

/** Drains of a large backlog, and of a smaller one beside what a table holds after years; each beside one without. */
export async function benchGrowth({ backlog, finished }: { backlog: number; finished: number }): Promise<Figure[]> {
  const stack = await startCoreStack(2_000);
  try {
    const figures: Figure[] = [];
    const tell = (...told: Figure[]): void => {
      // It takes long: what is known is told.
      for (const { name, value, unit, reference } of told) {
        const ratio = reference === undefined ? '' : `, ${(value / reference).toFixed(2)} ×`;
        process.stdout.write(`${name}: ${value.toFixed(0)} ${unit}${ratio}\n`);
      }
      figures.push(...told);
    };
    const [free, held]: [Drained[], Drained[]] = [[], []];
    for (let drain = 0; drain < drains; drain += 1) {
      free.push(await drainBacklog(stack, backlog));
      held.push(await besideSnapshot(stack.db, () => drainBacklog(stack, backlog)));
    }
    tell(...quarters(`${backlog} tasks`, free), ...quarters(`${backlog} tasks, a snapshot held`, held));
    await drainBesideMuch(stack, { tasks: Math.ceil(backlog / 4), finished, tell });
    tell(...(await memoryBesideWaiting(stack)));
    return figures;
  } finally {
    await stack.stop();
  }
}

interface BesideMuch {
  tasks: number;
  finished: number;
  tell: (figure: Figure) => void;
}

/** Fills the tables of the stack, and drains there and in another one that holds nothing else. */
async function drainBesideMuch(stack: CoreStack, { tasks, finished, tell }: BesideMuch): Promise<void> {
  const { db } = stack;
  const alone = await startCoreStack(2_000);
  const beside = async (name: string, share?: number): Promise<void> => {
    const [value, reference] = await medianRates(stack, alone, tasks);
    const bar = share === undefined ? {} : { bar: { atLeast: share * reference } };
    tell({ name, value, unit: 'tasks/s', against: `${tasks} tasks alone`, reference, ...bar });
  };
  try {
    await fillLater(db);
    await park(stack);
    await beside(`${tasks} tasks beside ${count(later)} for later and ${count(parked)} parked`);
    await keepAll(db);
    await fillFinished(db, finished);
    // What filling them has left to be written is not the drain's.
    await db.pool.query('CHECKPOINT');
    await beside(`and ${count(finished)} finished`, 0.9);
  } finally {
    await alone.stop();
  }
}

/** Of drains by turns: what the machine has to spare changes within minutes, and is the same for both then. */
async function medianRates(one: CoreStack, other: CoreStack, tasks: number): Promise<[one: number, other: number]> {
  const [ones, others]: [number[], number[]] = [[], []];
  for (let drain = 0; drain < drains; drain += 1) {
    ones.push((await drainBacklog(one, tasks)).rate);
    others.push((await drainBacklog(other, tasks)).rate);
  }
  return [quantile(ones, 0.5), quantile(others, 0.5)];
}

/** Of the drain whose last quarter was the median beside its first. */
function quarters(name: string, drained: readonly Drained[]): Figure[] {
  const byGrowth = drained.toSorted((one, other) => growth(one) - growth(other));
  const median = byGrowth[Math.floor(byGrowth.length / 2)];
  const { rate = Number.NaN, quarters: [first = Number.NaN, , , last = Number.NaN] = [] } = median ?? {};
  return [
    { name, value: rate, unit: 'tasks/s' },
    {
      name: `${name}: last quarter`,
      value: last,
      unit: 'tasks/s',
      against: 'the first quarter',
      reference: first,
      bar: { atLeast: 0.8 * first },
    },
  ];
}

function growth({ quarters: [first = Number.NaN, , , last = Number.NaN] }: Drained): number {
  return last / first;
}

/** A transaction that has read, and sees what it saw until it ends: what died since cannot be cleaned away. */
async function besideSnapshot<Result>(db: TestDatabase, work: () => Promise<Result>): Promise<Result> {
  const client = await db.pool.connect();
  try {
    await client.query('SET idle_in_transaction_session_timeout = 0');
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query('SELECT count(*) FROM raydeck.worker');
    return await work();
  } finally {
    client.release(true);
  }
}

/** Else they would be pruned meanwhile, as old as they are; `retention` measures that. */
async function keepAll(db: TestDatabase): Promise<void> {
  const settings = { ...defaultRetention, succeededDays: 'forever', failedDays: 'forever' };
  await db.prisma.retention.upsert({
    where: { singleton: true },
    create: { settings, updatedBy: 'bench' },
    update: { settings },
  });
}

async function fillLater(db: TestDatabase): Promise<void> {
  await db.pool.query(
    `INSERT INTO raydeck.task (callable, args, queue, created_by, priority, run_at)
     SELECT 'raydeck.demo.add', '[1, 2]', 'default', 'bench', (i % 20)::smallint, clock_timestamp() + interval '1 day'
     FROM generate_series(1, $1::int) AS i`,
    [later],
  );
  await db.pool.query('VACUUM (ANALYZE) raydeck.task');
}

/** Resident memory of worker and gateway half a minute into a backlog of a million, which is left. */
async function memoryBesideWaiting({ db }: CoreStack): Promise<Figure[]> {
  await db.pool.query(
    `INSERT INTO raydeck.task (callable, args, queue, created_by)
     SELECT 'raydeck.demo.add', '[1, 2]', 'default', 'bench' FROM generate_series(1, $1::int)`,
    [waiting],
  );
  await db.pool.query(`SELECT pg_notify('raydeck', '{"ready":true}')`);
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  const megabytes = residentMegabytes();
  return ['worker', 'gateway'].map((part) => ({
    name: `memory of ${part}, ${count(waiting)} waiting`,
    value: megabytes[part] ?? Number.NaN,
    unit: 'MB',
    bar: { atMost: 150 },
  }));
}

/** One task runs for as long as the benchmark, and those behind its key are parked by the claims, as they come. */
async function park({ db }: CoreStack): Promise<void> {
  await db.pool.query(`INSERT INTO raydeck.queue (name, key_limit) VALUES ('keyed', 1)`);
  const send = async (callable: string, args: string, many: number): Promise<void> => {
    const task = { callable, args, queue: 'keyed', concurrencyKey: 'one' };
    const tasks = Array.from({ length: many }, () => task);
    await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks })]);
  };
  const ofKeyed = async (condition: string): Promise<number> => {
    const { rows } = await db.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM raydeck.task WHERE queue = 'keyed' AND ${condition}`,
    );
    return rows[0]?.count ?? 0;
  };
  await send('raydeck.demo.long_task', '[36000]', 1);
  await until('the key to be held', async () => (await ofKeyed(`state = 'RUNNING'`)) === 1);
  for (let sent = 0; sent < parked; sent += 1_000) await send('raydeck.demo.add', '[1, 2]', 1_000);
  await until('the rest to be parked', async () => (await ofKeyed(`state = 'QUEUED' AND NOT parked`)) === 0, {
    everyMs: 500,
    deadlineMs: 300_000,
  });
}

function count(tasks: number): string {
  return tasks.toLocaleString('en-US');
}

import type { Database } from '@raydeck/db';
import { type BenchTask, type CoreStack, drained, enqueue } from './core-stack.ts';
import { cpuMsPerTask, type CpuSeconds, cpuSeconds } from './cpu-time.ts';

export interface Drained {
  /** Tasks a second, of all and of each quarter in the order in which they ended. */
  rate: number;
  quarters: number[];
  /** Milliseconds of CPU that a task took of each part. */
  cost: CpuSeconds;
  /** Written ahead by PostgreSQL for a task. */
  walKb: number;
}

/** Enqueues tasks while their queue is paused, and drains them. */
export async function drainBacklog({ db }: CoreStack, tasks: number, task?: BenchTask): Promise<Drained> {
  const pause = (paused: boolean) =>
    db.prisma.queue.update({
      where: { name: 'default' },
      data: { paused, pausedAt: paused ? new Date() : null, pausedBy: paused ? 'bench' : null },
    });
  await pause(true);
  const last = await enqueue(db, tasks, task);
  const walBefore = await walBytes(db);
  const before = cpuSeconds();
  const [began] = (await db.pool.query<{ now: string }>('SELECT clock_timestamp()::text AS now')).rows;
  const startedAt = performance.now();
  await pause(false);
  await db.pool.query(`SELECT pg_notify('raydeck', '{"ready":true}')`);
  await drained(db, last);
  const rate = tasks / ((performance.now() - startedAt) / 1000);
  const cost = cpuMsPerTask(before, cpuSeconds(), tasks);
  const walKb = ((await walBytes(db)) - walBefore) / 1_000 / tasks;
  return { rate, quarters: await quarterRates(db, began?.now ?? '', tasks), cost, walKb };
}

async function quarterRates(db: Database, since: string, tasks: number): Promise<number[]> {
  const { rows } = await db.pool.query<{ seconds: number[] }>(
    `SELECT percentile_disc(ARRAY[0.25, 0.5, 0.75, 1]) WITHIN GROUP (ORDER BY
      extract(epoch FROM finished_at - $1::timestamptz)::float8) AS seconds
    FROM raydeck.task WHERE finished_at >= $1::timestamptz AND queue = 'default'`,
    [since],
  );
  const seconds = rows[0]?.seconds ?? [];
  return seconds.map((at, number) => tasks / 4 / (at - (seconds[number - 1] ?? 0)));
}

/** All that PostgreSQL has written ahead so far. */
async function walBytes(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ bytes: number }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes`,
  );
  return rows[0]?.bytes ?? Number.NaN;
}

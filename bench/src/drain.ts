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
  await pause(false);
  await db.pool.query(`SELECT pg_notify('raydeck', '{"ready":true}')`);
  await drained(db, last);
  const cost = cpuMsPerTask(before, cpuSeconds(), tasks);
  const walKb = ((await walBytes(db)) - walBefore) / 1_000 / tasks;
  const [first = Number.NaN, second = Number.NaN, third = Number.NaN, fourth = Number.NaN] = await quarterEnds(
    db,
    began?.now ?? '',
  );
  const quarters = [first, second - first, third - second, fourth - third].map((seconds) => tasks / 4 / seconds);
  return { rate: tasks / fourth, quarters, cost, walKb };
}

/** When a quarter of the tasks had ended, a half and so on, in seconds, as the database has it: to see that no other is left takes its time. */
async function quarterEnds(db: Database, since: string): Promise<number[]> {
  const { rows } = await db.pool.query<{ seconds: number[] }>(
    `SELECT percentile_disc(ARRAY[0.25, 0.5, 0.75, 1]) WITHIN GROUP (ORDER BY
      extract(epoch FROM finished_at - $1::timestamptz)::float8) AS seconds
    FROM raydeck.task WHERE finished_at >= $1::timestamptz AND queue = 'default'`,
    [since],
  );
  return rows[0]?.seconds ?? [];
}

/** All that PostgreSQL has written ahead so far. */
async function walBytes(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ bytes: number }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes`,
  );
  return rows[0]?.bytes ?? Number.NaN;
}

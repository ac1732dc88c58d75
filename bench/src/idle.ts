import type { Database } from '@raydeck/db';
import { startCoreStack } from './core-stack.ts';
import { cpuSeconds } from './cpu-time.ts';
import type { Figure } from './result.ts';

/** Until what a worker does at its start, and what it tells while it might be scraped, is over. */
const settleMs = 150_000;

/** What workers with nothing to do ask of the database, pg-boss and the gateway's lease included, and what they take: one, and two. */
export async function benchIdle({ minutes }: { minutes: number }): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const workers of [1, 2]) {
    const stack = await startCoreStack(2_000, workers);
    try {
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      const [transactionsBefore, secondsBefore] = [await transactions(stack.db), cpuSeconds()];
      await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
      const asked = (await transactions(stack.db)) - transactionsBefore;
      const { worker = 0, gateway = 0 } = cpuSeconds();
      const perWorker = 1 / workers;
      const bars = workers === 1 ? [{ bar: { atMost: 2 } }, { bar: { atMost: 1 } }] : [];
      figures.push(
        {
          name: `${workers} idle worker${workers === 1 ? '' : 's'}: transactions of each`,
          value: (asked / (minutes * 60)) * perWorker,
          unit: 'a second',
          ...bars[0],
        },
        {
          name: '  CPU of each',
          value: ((worker - (secondsBefore['worker'] ?? 0)) / (minutes * 60)) * 100 * perWorker,
          unit: '% of a core',
          ...bars[1],
        },
        {
          name: '  CPU of the gateway',
          value: ((gateway - (secondsBefore['gateway'] ?? 0)) / (minutes * 60)) * 100,
          unit: '% of a core',
        },
      );
    } finally {
      await stack.stop();
    }
  }
  return figures;
}

/** All that were ended in this database, autovacuum's own among them. */
async function transactions(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ ended: number }>(
    `SELECT (xact_commit + xact_rollback)::float8 AS ended FROM pg_stat_database WHERE datname = current_database()`,
  );
  return rows[0]?.ended ?? Number.NaN;
}

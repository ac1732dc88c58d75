import { startCoreStack } from './core-stack.ts';
import { drainBacklog } from './drain.ts';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';

/** One, two and four workers that drain a backlog on one database, by one gateway; as many places in all. */
export async function benchScale({ runs, tasks }: { runs: number; tasks: number }): Promise<Figure[]> {
  const figures: Figure[] = [];
  let ofOne = Number.NaN;
  for (const workers of [1, 2, 4]) {
    const stack = await startCoreStack(2_000, workers);
    try {
      const drains = [];
      for (let run = 0; run < runs; run += 1) drains.push(await drainBacklog(stack, tasks));
      const rate = quantile(
        drains.map((one) => one.rate),
        0.5,
      );
      if (workers === 1) ofOne = rate;
      figures.push({
        name: `${workers} worker${workers === 1 ? '' : 's'}`,
        value: rate,
        unit: 'tasks/s',
        against: 'one worker',
        reference: ofOne,
      });
      for (const part of ['PostgreSQL', 'worker', 'gateway', 'actors']) {
        const value = quantile(
          drains.map(({ cost }) => cost[part] ?? 0),
          0.5,
        );
        figures.push({ name: `  CPU of ${part}`, value, unit: 'ms a task' });
      }
    } finally {
      await stack.stop();
    }
  }
  return figures;
}

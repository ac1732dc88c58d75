import { drained, enqueue, startCoreStack } from './core-stack.ts';
import { drainBacklog } from './drain.ts';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';

/** No-op tasks that each have a process of their own, beside such that share their actors', taken in turn. */
export async function benchIsolation({ runs, tasks }: { runs: number; tasks: number }): Promise<Figure[]> {
  const stack = await startCoreStack(500);
  const isolated = { isolation: 'process' } as const;
  try {
    await enqueue(stack.db, 4, { resources: isolated });
    await drained(stack.db);
    const rates: { process: number; actor: number }[] = [];
    for (let run = 0; run < runs; run += 1) {
      const { rate: actor } = await drainBacklog(stack, tasks);
      const { rate: process } = await drainBacklog(stack, tasks, { resources: isolated });
      rates.push({ actor, process });
    }
    const middle = (name: 'process' | 'actor'): number =>
      quantile(
        rates.map((rate) => rate[name]),
        0.5,
      );
    const against = { against: 'isolation actor', reference: middle('actor') };
    return [{ name: 'isolation process', value: middle('process'), unit: 'tasks/s', ...against }];
  } finally {
    await stack.stop();
  }
}

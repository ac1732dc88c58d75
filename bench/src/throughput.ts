import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { RayClient } from '@raydeck/ray';
import { until } from '@raydeck/testing';
import type { CpuSeconds } from './cpu-time.ts';
import { type CoreStack, startCoreStack } from './core-stack.ts';
import { drainBacklog } from './drain.ts';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';

/** Milliseconds of tasks that compute, and how many of each are drained. */
const busy: readonly [milliseconds: number, count: number][] = [
  [1, 5_000],
  [10, 2_000],
  [100, 100],
];

/** What its JSON says of a drain. */
export interface Drain {
  durablePerSecond: number;
  rawRayPerSecond: number;
  ratio: number;
}

const script = (tasks: number): string =>
  [
    'import ray, time',
    'ray.init(log_to_driver=False)',
    'f = ray.remote(num_cpus=1)(lambda i: i)',
    'ray.get([f.remote(i) for i in range(100)])',
    'began = time.monotonic()',
    `ray.get([f.remote(i) for i in range(${tasks})])`,
    `print("rate", ${tasks} / (time.monotonic() - began))`,
  ].join('; ');

/** Drains no-op tasks that were enqueued before, beside bare Ray tasks on the same cluster, taken in turn. */
export async function benchThroughput({
  runs,
  tasks,
}: {
  runs: number;
  tasks: number;
}): Promise<{ figures: Figure[]; details: Record<string, Drain> }> {
  const details: Record<string, Drain> = {};
  const figures: Figure[] = [];
  for (const name of ['noop', 'noopStaleStatistics']) {
    const stack = await startCoreStack(2_000);
    try {
      if (name === 'noopStaleStatistics') await keepStale(stack);
      const durable: number[] = [];
      const costs: CpuSeconds[] = [];
      const raw: number[] = [];
      const wal: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        raw.push(await rawRate(stack.ray, 5_000));
        const { rate, cost, walKb } = await drainBacklog(stack, tasks);
        durable.push(rate);
        costs.push(cost);
        wal.push(walKb);
      }
      const [durablePerSecond, rawRayPerSecond] = [quantile(durable, 0.5), quantile(raw, 0.5)];
      details[name] = { durablePerSecond, rawRayPerSecond, ratio: durablePerSecond / rawRayPerSecond };
      const against = { against: 'bare Ray tasks', reference: rawRayPerSecond };
      figures.push({ name, value: durablePerSecond, unit: 'tasks/s', ...against, bar: { atLeast: 15_000 } });
      for (const part of Object.keys(costs[0] ?? {})) {
        const value = quantile(
          costs.map((cost) => cost[part] ?? 0),
          0.5,
        );
        figures.push({ name: `  CPU of ${part}`, value, unit: 'ms a task' });
      }
      figures.push({ name: '  written ahead by PostgreSQL', value: quantile(wal, 0.5), unit: 'kB a task' });
    } finally {
      await stack.stop();
    }
  }
  for (const [milliseconds, count] of busy) figures.push(...(await drainBusy(milliseconds, count)));
  return { figures, details };
}

/** Tasks that compute, and reserve the CPU that they compute with, beside what the CPUs could do of them if nothing else had to be done. */
async function drainBusy(milliseconds: number, count: number): Promise<Figure[]> {
  const stack = await startCoreStack(2_000);
  const task = { callable: 'raydeck.demo.busy', args: `[${milliseconds}]`, resources: { numCpus: 1 } };
  try {
    await drainBacklog(stack, Math.ceil(count / 10), task); // How long they take is learned from the first ones.
    const { rate, cost } = await drainBacklog(stack, count, task);
    const whole = Object.values(cost).reduce((sum, part) => sum + part, 0);
    const share = (part: number): { value: number; unit: string } => ({ value: (100 * part) / whole, unit: '%' });
    const ideal = (availableParallelism() * 1_000) / milliseconds;
    return [
      { name: `${milliseconds} ms of CPU`, value: rate, unit: 'tasks/s', against: 'CPUs ÷ duration', reference: ideal },
      {
        name: '  user code’s share of the CPU time',
        ...share(milliseconds),
        ...(milliseconds === 10 && { bar: { atLeast: 85 } }),
      },
      ...['PostgreSQL', 'worker', 'gateway', 'Ray'].map((part) => ({ name: `  ${part}’s`, ...share(cost[part] ?? 0) })),
    ];
  } finally {
    await stack.stop();
  }
}

/** Statistics of almost empty tables, which nobody renews: the state of a queue that was idle. */
async function keepStale({ db }: CoreStack): Promise<void> {
  for (const table of ['raydeck.task', 'raydeck.attempt']) {
    await db.pool.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
    await db.pool.query(`ANALYZE ${table}`);
  }
}

async function rawRate(ray: RayClient, tasks: number): Promise<number> {
  const id = `bench-${randomUUID()}`;
  await ray.submitJob({
    submission_id: id,
    entrypoint: `exec python -c '${script(tasks)}'`,
    // Its tasks are to have all CPUs; something it must ask for, or Ray would pin it to its head.
    entrypoint_num_cpus: 0,
    entrypoint_memory: 1024 * 1024,
    runtime_env: { env_vars: {} },
    metadata: {},
  });
  const isOver = async (): Promise<boolean> =>
    !['PENDING', 'RUNNING'].includes((await ray.findJob(id))?.status ?? 'PENDING');
  await until('the bare Ray tasks', isOver, { everyMs: 200, deadlineMs: 240_000 });
  const rate = /rate ([\d.]+)/.exec((await ray.jobLogTail(id)) ?? '')?.[1];
  if (rate === undefined) throw new Error('The bare Ray tasks told no rate.');
  return Number(rate);
}

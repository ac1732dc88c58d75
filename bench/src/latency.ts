import { type CoreStack, drained, enqueue, startCoreStack } from './core-stack.ts';
import { residentMegabytes } from './memory.ts';
import type { Figure } from './result.ts';

/** What its JSON says of each rate: from enqueue to finished, as the database has it. */
export interface RateLatency {
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

const bars = new Map([
  [200, 20],
  [500, 25],
]);

/** So long each rate goes on before it is looked at: a lane that grows for it starts a Python process. */
const warmUpSeconds = 3;

/** No-op tasks at a steady rate through the SQL door, one transaction each. */
export async function benchLatency({
  seconds,
}: {
  seconds: number;
}): Promise<{ figures: Figure[]; rates: RateLatency[] }> {
  const stack = await startCoreStack(2_000);
  try {
    const rates: RateLatency[] = [];
    for (const perSecond of [1, 50, 200, 500]) {
      await latencyAt(stack, perSecond, warmUpSeconds);
      rates.push(await latencyAt(stack, perSecond, seconds));
    }
    const megabytes = residentMegabytes();
    const figures = rates.map(({ perSecond, p95Ms }): Figure => {
      const atMost = bars.get(perSecond);
      const name = `enqueue → finished at ${perSecond}/s, p95`;
      return { name, value: p95Ms, unit: 'ms', ...(atMost !== undefined && { bar: { atMost } }) };
    });
    for (const part of ['worker', 'gateway']) {
      const value = megabytes[part] ?? Number.NaN;
      figures.push({ name: `memory of ${part} at the end`, value, unit: 'MB', bar: { atMost: 150 } });
    }
    return { figures, rates };
  } finally {
    await stack.stop();
  }
}

async function latencyAt({ db }: CoreStack, perSecond: number, seconds: number): Promise<RateLatency> {
  const [began] = (await db.pool.query<{ now: string }>('SELECT clock_timestamp()::text AS now')).rows;
  const startedAt = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const waitMs = startedAt + (1_000 * number) / perSecond - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    sent.push(enqueue(db, 1));
  }
  await Promise.all(sent);
  await drained(db);
  const { rows } = await db.pool.query<{ quantiles: [number, number, number] }>(
    `SELECT percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - created_at)::float8 * 1000)
      AS quantiles FROM raydeck.task WHERE created_at >= $1::timestamptz`,
    [began?.now],
  );
  const [p50Ms = Number.NaN, p95Ms = Number.NaN, p99Ms = Number.NaN] = rows[0]?.quantiles ?? [];
  return { perSecond, p50Ms, p95Ms, p99Ms };
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { testDatabase } from '@raydeck/testing';
import { z } from 'zod';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';

const Cost = z.object({ enqueue: z.number(), model: z.number(), sql: z.number() });
const Measured = z.object({ queries: z.literal(1), own: Cost, within: Cost });

const script = fileURLToPath(new URL('../django/enqueue.py', import.meta.url));

/** Enqueueing through Django, beside an INSERT of the same row by Django's models and as bare SQL, in the same run. */
export async function benchDjango({ seconds, runs }: { seconds: number; runs: number }): Promise<Figure[]> {
  const db = await testDatabase();
  try {
    const all: z.infer<typeof Measured>[] = [];
    for (let run = 0; run < runs; run += 1) all.push(await measure(db.url, seconds));
    return (['own', 'within'] as const).flatMap((where) =>
      (['model', 'sql'] as const).map((against) => figure(all, where, against)),
    );
  } finally {
    await db.close();
  }
}

async function measure(url: string, seconds: number): Promise<z.infer<typeof Measured>> {
  const python = process.env['RAYDECK_BENCH_PYTHON'] ?? 'python3';
  const { stdout } = await promisify(execFile)(python, [script, url, String(seconds)]);
  return Measured.parse(JSON.parse(stdout));
}

function figure(all: z.infer<typeof Measured>[], where: 'own' | 'within', against: 'model' | 'sql'): Figure {
  const median = (of: (cost: z.infer<typeof Cost>) => number) =>
    quantile(
      all.map((one) => of(one[where])),
      0.5,
    );
  return {
    name: where === 'own' ? 'enqueue, a transaction each' : 'enqueue in an open transaction',
    value: median((cost) => cost.enqueue),
    unit: 'ms',
    against: against === 'model' ? 'INSERT by a model' : 'INSERT as SQL',
    reference: median((cost) => cost[against]),
  };
}

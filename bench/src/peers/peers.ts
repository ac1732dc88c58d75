import { type CoreStack, startCoreStack } from '../core-stack.ts';
import { cpuMsPerTask, cpuSeconds } from '../cpu-time.ts';
import { drainBacklog } from '../drain.ts';
import { quantile } from '../measure.ts';
import { proportionalMegabytes } from '../memory.ts';
import type { Figure } from '../result.ts';
import { type CeleryStack, startCeleryStack } from './celery-stack.ts';
import { type Compared, comparedFigures } from './compared-figures.ts';
import { drainByDjangoRay } from './django-ray.ts';
import { guarantees, notesOf } from './guarantees.ts';
import { type Drained, summarise } from './peer.ts';
import { raydeckLatencies } from './raydeck-latencies.ts';

const celeryParts = ['Celery', 'Redis'];
const raydeckParts = ['PostgreSQL', 'worker', 'gateway', 'actors', 'Ray'];

interface Effort {
  runs: number;
  tasks: number;
  /** For django-ray, which takes longer for each. */
  fewTasks: number;
  /** How often tasks come in the measurement of latency, and for how long. */
  perSecond: number;
  seconds: number;
}

/**
 * No-op tasks through Celery with Redis and through ray_core, taken in turn; the other one is up and idle meanwhile. Before them
 * django-ray, alone, where it installs.
 */
export async function benchPeers(
  effort: Effort,
): Promise<{ figures: Figure[]; details: Compared & { guarantees: typeof guarantees }; notes: readonly string[] }> {
  const djangoRay = await drainByDjangoRay(effort.fewTasks);
  const celery = await startCeleryStack();
  try {
    const raydeck = await startCoreStack(2_000);
    try {
      const compared = { ...(await compare(celery, raydeck, effort)), djangoRay };
      return { figures: comparedFigures(compared), details: { ...compared, guarantees }, notes: notesOf(djangoRay) };
    } finally {
      await raydeck.stop();
    }
  } finally {
    await celery.stop();
  }
}

async function compare(
  celery: CeleryStack,
  raydeck: CoreStack,
  { runs, tasks, perSecond, seconds }: Effort,
): Promise<Omit<Compared, 'djangoRay'>> {
  const ofCelery: (Drained & { idleCores: number })[] = [];
  const ofRaydeck: Drained[] = [];
  for (let run = 0; run < runs; run += 1) {
    ofCelery.push(await drainCelery(celery, tasks));
    ofRaydeck.push(await drainBacklog(raydeck, tasks));
  }
  const celeryLatencies = await celery.latencies(perSecond, seconds);
  const latencies = await raydeckLatencies(raydeck, perSecond, seconds);
  const memory = proportionalMegabytes();
  return {
    perSecond,
    celery: summarise(celeryParts, { drains: ofCelery, latencies: celeryLatencies, memory }),
    raydeck: summarise(raydeckParts, { drains: ofRaydeck, latencies, memory }),
    idleRaydeckCores: quantile(
      ofCelery.map(({ idleCores }) => idleCores),
      0.5,
    ),
  };
}

/** A drain by Celery, and how many cores Raydeck took from it by being there. */
async function drainCelery(celery: CeleryStack, tasks: number): Promise<Drained & { idleCores: number }> {
  await celery.fill(tasks);
  const [startedAt, before] = [performance.now(), cpuSeconds()];
  const rate = await celery.drain(tasks);
  const [elapsedMs, after] = [performance.now() - startedAt, cpuSeconds()];
  const cost = cpuMsPerTask(before, after, tasks);
  const idleMs = raydeckParts.reduce((sum, part) => sum + (cost[part] ?? 0) * tasks, 0);
  return { rate, cost, idleCores: idleMs / elapsedMs };
}

import type { Emit } from '@raydeck/core';
import {
  type Context,
  listClusters,
  listGateways,
  listQueues,
  listWorkers,
  readEncryption,
  systemPrincipal,
} from '@raydeck/services';
import type { Metrics } from '@raydeck/telemetry';
import { databaseSweep } from './database-sweep.ts';
import type { Leadership } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';

const everyMs = 15_000;
/** Who has not been scraped for so long is not read by anybody. */
const unreadMs = 120_000;
/** Reading may take a fiftieth of the time at most, however large the tables. */
const patience = 50;

/**
 * Tells Prometheus of the whole installation, while this worker leads and somebody scrapes; a scrape reads what is told and asks nobody. The
 * first one after a long pause finds nothing of it.
 */
export function createSystemWatch({
  context,
  leadership,
  metrics,
  emit,
}: {
  context: Omit<Context, 'principal'>;
  leadership: Leadership;
  metrics: Pick<Metrics, 'tellSystem' | 'unreadMs'>;
  emit: Emit;
}): Loop {
  const asSystem: Context = { ...context, principal: systemPrincipal };

  const round = async (): Promise<number> => {
    if (!leadership.leads(databaseSweep) || metrics.unreadMs() > unreadMs) {
      metrics.tellSystem(null);
      return 5_000;
    }
    const startedAt = performance.now();
    const [queues, workers, clusters, gateways] = [
      await listQueues(asSystem),
      await listWorkers(asSystem),
      await listClusters(asSystem),
      await listGateways(asSystem),
    ];
    const now = Date.now();
    metrics.tellSystem({
      queues: queues.map(({ name, queued, due, parked, running, oldestDueAt, paused, live, concurrencyLimit }) => ({
        name,
        queued: queued.count,
        due: due.count,
        parked: parked.count,
        running: running.count,
        oldestDueSeconds: oldestDueAt === null ? 0 : Math.max(0, (now - oldestDueAt.getTime()) / 1000),
        paused,
        live: concurrencyLimit === null ? null : live,
        limit: concurrencyLimit,
      })),
      workers: workers
        .filter(({ isLive }) => isLive)
        .map(({ name, leaseExpiresAt }) => ({ name, leaseSeconds: (leaseExpiresAt.getTime() - now) / 1000 })),
      clusters,
      gateways: gateways
        .filter(({ endedAt }) => endedAt === null)
        .map(({ rayAddress, held, actors }) => ({ cluster: rayAddress, held, actors })),
      encrypted: (await readEncryption(context.db)) ?? {},
    });
    return Math.max(everyMs, patience * (performance.now() - startedAt)) * (0.9 + 0.2 * Math.random());
  };

  return createLoop({ name: 'system-watch', round, emit });
}

import type { CoreState } from '@raydeck/core';
import { Counter, Gauge, type Registry } from 'prom-client';

/** This process, at the moment of a scrape. */
export interface WorkerState {
  held: number;
  concurrency: number;
  hasLease: boolean;
  isLeader: boolean;
  pool: { total: number; idle: number; waiting: number };
  /** Null without the runner ray_core. */
  core: CoreState | null;
}

export function workerMetrics(registry: Registry, state: () => WorkerState): void {
  const gauge = (name: string, help: string, value: (state: WorkerState) => number): void => {
    const one = new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(value(state()));
      },
    });
    registry.registerMetric(one);
  };
  gauge('raydeck_worker_held', 'Attempts whose place this worker holds.', ({ held }) => held);
  gauge('raydeck_worker_concurrency', 'Attempts that it holds at most.', ({ concurrency }) => concurrency);
  gauge('raydeck_worker_has_lease', '1 while its lease lives.', ({ hasLease }) => Number(hasLease));
  gauge('raydeck_worker_is_leader', '1 while it tells of the whole installation.', ({ isLeader }) => Number(isLeader));
  gauge('raydeck_pool_connections', 'Connections to PostgreSQL.', ({ pool }) => pool.total);
  gauge('raydeck_pool_idle', 'Of these, idle ones.', ({ pool }) => pool.idle);
  gauge('raydeck_pool_waiting', 'Questions that wait for a connection.', ({ pool }) => pool.waiting);
  gauge('raydeck_core_gateways', 'Gateways that are connected to this worker.', ({ core }) => core?.gateways ?? 0);
  gauge('raydeck_core_bytes', 'Bytes of tasks that gateways have of this worker.', ({ core }) => core?.bytes ?? 0);
  const tasks = new Gauge({
    name: 'raydeck_core_tasks',
    help: 'Attempts of ray_core that this worker holds: queued for a gateway, handed to one, or known to run.',
    labelNames: ['stage'],
    registers: [registry],
    collect() {
      for (const [stage, count] of Object.entries(state().core?.tasks ?? {})) tasks.set({ stage }, count);
    },
  });
  const waits = new Counter({
    name: 'raydeck_core_credit_waits_total',
    help: 'Times that tasks waited in this worker, because a gateway had as many bytes as may be under way.',
    registers: [registry],
    collect() {
      const total = state().core?.creditWaits ?? 0;
      waits.reset();
      waits.inc(total);
    },
  });
}

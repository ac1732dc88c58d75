import { Gauge, type Registry } from 'prom-client';

/** This process, at the moment of a scrape. */
export interface WorkerState {
  held: number;
  concurrency: number;
  hasLease: boolean;
  isLeader: boolean;
  pool: { total: number; idle: number; waiting: number };
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
}

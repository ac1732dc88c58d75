import { Gauge, type Registry } from 'prom-client';

/** What holds for the whole installation, as its leader last read it. Ages and times in seconds. */
export interface SystemState {
  queues: readonly {
    name: string;
    queued: number;
    due: number;
    parked: number;
    running: number;
    oldestDueSeconds: number;
    paused: boolean;
    /** Places held and at most; null without a limit. */
    live: number | null;
    limit: number | null;
  }[];
  workers: readonly { name: string; leaseSeconds: number }[];
  clusters: readonly { address: string; reachable: boolean; drained: boolean }[];
  /** Those that have not ended, as they last said. */
  gateways: readonly { cluster: string; held: number; actors: number }[];
  /** By key id, as the last pass over them counted; empty without keys. */
  encrypted: Readonly<Record<string, { values: number; objects: number }>>;
}

/** Told by one worker at a time, so that a sum over all of them is no multiple. Counts stop where the console's do. */
export function systemMetrics(registry: Registry): (state: SystemState | null) => void {
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const queued = gauge('tasks_queued', 'Tasks that wait for their time or their turn; told by the leader.', ['queue']);
  const running = gauge('tasks_running', 'Tasks that run; told by the leader.', ['queue']);
  const due = gauge('raydeck_tasks_due', 'Queued tasks whose time has come.', ['queue']);
  const parked = gauge('raydeck_tasks_parked', 'Tasks that wait for a place of their concurrencyKey.', ['queue']);
  const oldest = gauge('raydeck_oldest_due_seconds', 'How long the oldest due task has waited.', ['queue']);
  const paused = gauge('raydeck_queue_paused', '1 while the queue is paused.', ['queue']);
  const used = gauge('raydeck_limit_used', 'Places held of a queue with a concurrencyLimit.', ['queue']);
  const limit = gauge('raydeck_limit_places', 'The concurrencyLimit of a queue.', ['queue']);
  const lease = gauge('raydeck_worker_lease_seconds', 'What is left of the lease of a live worker.', ['worker']);
  const reachable = gauge('raydeck_ray_reachable', '1 while Ray answers.', ['cluster']);
  const drained = gauge('raydeck_ray_drained', '1 while the cluster is drained.', ['cluster']);
  const encrypted = gauge(
    'raydeck_encrypted',
    'What is encrypted under a key, as the last pass counted: value or object.',
    ['key', 'kind'],
  );
  const gateways = gauge('raydeck_gateways', 'Gateways of ray_core that have not ended.', ['cluster']);
  const held = gauge('raydeck_gateway_tasks', 'Tasks that gateways hold, outcomes on their way included.', ['cluster']);
  const actors = gauge('raydeck_gateway_actors', 'Actors of gateways.', ['cluster']);
  const all = [
    gateways,
    held,
    actors,
    queued,
    running,
    due,
    parked,
    oldest,
    paused,
    used,
    limit,
    lease,
    reachable,
    drained,
    encrypted,
  ];

  return (state) => {
    for (const one of all) one.reset();
    if (state === null) return;
    for (const queue of state.queues) {
      const labels = { queue: queue.name };
      queued.set(labels, queue.queued);
      running.set(labels, queue.running);
      due.set(labels, queue.due);
      parked.set(labels, queue.parked);
      oldest.set(labels, queue.oldestDueSeconds);
      paused.set(labels, Number(queue.paused));
      if (queue.live !== null) used.set(labels, queue.live);
      if (queue.limit !== null) limit.set(labels, queue.limit);
    }
    for (const worker of state.workers) lease.set({ worker: worker.name }, worker.leaseSeconds);
    for (const [key, { values, objects }] of Object.entries(state.encrypted)) {
      encrypted.set({ key, kind: 'value' }, values);
      encrypted.set({ key, kind: 'object' }, objects);
    }
    for (const one of state.gateways) {
      gateways.inc({ cluster: one.cluster });
      held.inc({ cluster: one.cluster }, one.held);
      actors.inc({ cluster: one.cluster }, one.actors);
    }
    for (const cluster of state.clusters) {
      reachable.set({ cluster: cluster.address }, Number(cluster.reachable));
      drained.set({ cluster: cluster.address }, Number(cluster.drained));
    }
  };
}

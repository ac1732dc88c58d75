import type { DomainEvent, Emit } from '@raydeck/core';
import { Registry } from 'prom-client';
import { attemptMetrics, type AttemptMetricsOptions } from './attempt-metrics.ts';
import { processMetrics } from './process-metrics.ts';
import { retentionMetrics } from './retention-metrics.ts';
import { systemMetrics, type SystemState } from './system-metrics.ts';
import { webhookMetrics } from './webhook-metrics.ts';
import { workerMetrics, type WorkerState } from './worker-metrics.ts';

/** All that a worker tells Prometheus. */
export interface Metrics {
  /** Counts what happens; the subscriber of domain events. */
  count: Emit;
  /** Of all queues, workers and clusters together, while this worker leads; null once it does not. */
  tellSystem(state: SystemState | null): void;
  /** Since the last scrape, or the start. */
  unreadMs(): number;
  /** The text of the exposition format, with its media type. */
  expose(): Promise<{ text: string; mediaType: string }>;
}

/** A registry of its own: two workers in one process do not mix. `worker` is asked at each scrape for this process's own state. */
export function createMetrics(worker: () => WorkerState, options: AttemptMetricsOptions): Metrics {
  const registry = new Registry();
  processMetrics(registry);
  workerMetrics(registry, worker);
  const counters = [attemptMetrics(registry, options), retentionMetrics(registry), webhookMetrics(registry)];
  const tellSystem = systemMetrics(registry);
  let readAt = performance.now();
  return {
    count: (event: DomainEvent) => {
      for (const count of counters) count(event);
    },
    tellSystem,
    unreadMs: () => performance.now() - readAt,
    expose: async () => {
      readAt = performance.now();
      return { text: await registry.metrics(), mediaType: registry.contentType };
    },
  };
}

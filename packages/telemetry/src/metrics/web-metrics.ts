import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { processMetrics } from './process-metrics.ts';

/** A request of the REST API that was answered; `route` is the path with its parameters' names. */
export interface Served {
  method: string;
  route: string;
  status: number;
  /** To the first byte, for streams. */
  seconds: number;
}

/** The web process, at the moment of a scrape. */
export interface WebState {
  streams: number;
  pool: { total: number; idle: number; waiting: number };
}

/** All that a web process tells Prometheus. */
export interface WebMetrics {
  count(served: Served): void;
  expose(state: WebState): Promise<{ text: string; mediaType: string }>;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createWebMetrics(): WebMetrics {
  const registry = new Registry();
  const registers = [registry];
  processMetrics(registry);
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const requests = new Counter({
    name: 'raydeck_rest_requests_total',
    help: 'Requests of the REST API that were answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'raydeck_rest_request_seconds',
    help: 'From a request of the REST API to the first byte of its answer.',
    labelNames: ['method', 'route'],
    buckets,
    registers,
  });
  const streams = gauge('raydeck_streams_open', 'Event streams and logs that somebody follows.');
  const connections = gauge('raydeck_pool_connections', 'Connections to PostgreSQL.');
  const idle = gauge('raydeck_pool_idle', 'Of these, idle ones.');
  const waiting = gauge('raydeck_pool_waiting', 'Questions that wait for a connection.');
  return {
    count: ({ method, route, status, seconds: taken }) => {
      requests.inc({ method, route, status: String(status) });
      seconds.observe({ method, route }, taken);
    },
    expose: async ({ streams: open, pool }) => {
      streams.set(open);
      connections.set(pool.total);
      idle.set(pool.idle);
      waiting.set(pool.waiting);
      return { text: await registry.metrics(), mediaType: registry.contentType };
    },
  };
}

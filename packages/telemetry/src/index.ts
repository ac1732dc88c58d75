export { createLog, type Log, type LogOptions } from './log.ts';
export { createMetrics, type Metrics } from './metrics/create-metrics.ts';
export type { WorkerState } from './metrics/worker-metrics.ts';
export { createWebMetrics, type WebMetrics } from './metrics/web-metrics.ts';
export { logEvents, type LogEventsOptions } from './log-events.ts';
export { createTracing, type EnqueueSpan, type Tracing } from './tracing/create-tracing.ts';

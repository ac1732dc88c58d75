export { createLog, type Log, type LogOptions } from './log.ts';
export { createMetrics, type Metrics } from './metrics/create-metrics.ts';
export { logEvents } from './log-events.ts';

import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * Between samples of the event loop's delay, which its figures contain. Node's default, ten milliseconds, wakes an idle process a hundred
 * times a second.
 */
const sampleMs = 100;

/** Of this process itself: memory, CPU, garbage, the event loop's delay. */
export function processMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: sampleMs });
}

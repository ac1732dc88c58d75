import type { DomainEvent } from '@raydeck/core';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts the messages to webhooks that this worker has tried. */
export function webhookMetrics(registry: Registry): (event: DomainEvent) => void {
  const registers = [registry];
  const tries = new Counter({
    name: 'raydeck_webhook_tries_total',
    help: 'Tries to deliver a message to a webhook.',
    labelNames: ['webhook', 'outcome'],
    registers,
  });
  const dead = new Counter({
    name: 'raydeck_webhook_dead_total',
    help: 'Messages of which all tries failed.',
    registers,
  });
  const took = new Histogram({
    name: 'raydeck_webhook_try_seconds',
    help: 'How long receivers took to answer, or not to.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    registers,
  });
  return (event) => {
    if (event.type === 'webhook.tried') {
      tries.inc({ webhook: event.webhook, outcome: event.error === null ? 'delivered' : 'failed' });
      took.observe(event.durationMs / 1000);
    }
    if (event.type === 'webhook.gave_up') dead.inc();
  };
}

import type { Metrics } from '@raydeck/telemetry';
import { Hono } from 'hono';

/** What the worker says of itself. `problems` are sentences; none means ready. */
export interface Health {
  workerId: string;
  held: number;
  concurrency: number;
  problems: string[];
}

/**
 * `/healthz`: the process answers. `/readyz`: it can claim and drive, else 503 with the reasons. `/metrics`: for Prometheus.
 */
export function createHealth(look: () => Promise<Health>, metrics: Pick<Metrics, 'expose'>): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    const health = await look();
    const isReady = health.problems.length === 0;
    return context.json({ status: isReady ? 'ready' : 'not ready', ...health }, isReady ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    const { text, mediaType } = await metrics.expose();
    return context.body(text, 200, { 'content-type': mediaType });
  });
  return app;
}

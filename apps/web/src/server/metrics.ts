import { createWebMetrics, type WebMetrics } from '@raydeck/telemetry';

/** As in `container.ts`: one for the process, whichever entry counts. */
const shared: { raydeckMetrics?: WebMetrics } & typeof globalThis = globalThis;

export function metrics(): WebMetrics {
  shared.raydeckMetrics ??= createWebMetrics();
  return shared.raydeckMetrics;
}

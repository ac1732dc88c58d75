import { z } from 'zod';

/** What the renewer is started with. Times in seconds. */
export const RenewerData = z.object({
  connectionString: z.string(),
  leaseSeconds: z.number(),
  intervalSeconds: z.number(),
  /** A main thread that has not turned for so long is given up, and its lease with it. */
  stallSeconds: z.number(),
  buffer: z.instanceof(SharedArrayBuffer),
});
export type RenewerData = z.infer<typeof RenewerData>;

/** From the main thread: renew the lease of this worker from now on. */
export const RenewerOrder = z.object({ workerId: z.guid() });
export type RenewerOrder = z.infer<typeof RenewerOrder>;

/** To the main thread. `ready` comes first; `lost` comes once for each lease; `failed` for each renewal that did not get through. */
export const RenewerWord = z.discriminatedUnion('say', [
  z.object({ say: z.literal('ready') }),
  z.object({ say: z.literal('lost'), workerId: z.guid(), overdueMs: z.number() }),
  z.object({ say: z.literal('failed'), error: z.string(), nextMs: z.number() }),
]);
export type RenewerWord = z.infer<typeof RenewerWord>;

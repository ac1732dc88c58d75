import { retentionEveryMinutes } from '@raydeck/core';
import type { Queue } from 'pg-boss';

/** pg-boss's own schema, beside ours. */
export const schema = 'pgboss';

export type PeriodicName = 'housekeeping' | 'schedule-sweep' | 'retention' | 'encryption';

/** Work that comes again and again, as cron says it (UTC), and how often each worker looks whether it has come. */
export const periodic: readonly { name: PeriodicName; cron: string; pollingIntervalSeconds: number }[] = [
  { name: 'housekeeping', cron: '*/5 * * * *', pollingIntervalSeconds: 120 },
  { name: 'schedule-sweep', cron: '* * * * *', pollingIntervalSeconds: 60 },
  { name: 'retention', cron: `*/${retentionEveryMinutes} * * * *`, pollingIntervalSeconds: 120 },
  { name: 'encryption', cron: '*/5 * * * *', pollingIntervalSeconds: 120 },
];

/** One job for each tick of a schedule, to be worked off at its time. */
export const tickQueue = 'schedule-tick';

/** One job for each message to a webhook, tried again with growing, jittered pauses; and what is left when all tries failed. */
export const deliveryQueue = 'webhook-delivery';
export const deadDeliveryQueue = 'webhook-dead';

/** One job for each run of an operation on many tasks. */
export const bulkQueue = 'bulk-operation';

/** The queues of the background work. Dead letters come before what leaves them. */
export const queues: Queue[] = [
  { name: 'housekeeping', policy: 'singleton', retryLimit: 2, expireInSeconds: 120 },
  // What a sweep did not do, the next one does.
  { name: 'schedule-sweep', policy: 'singleton', retryLimit: 0, expireInSeconds: 55, deleteAfterSeconds: 3_600 },
  // Asks for a run, which the leader does.
  { name: 'retention', policy: 'singleton', retryLimit: 2, expireInSeconds: 60, deleteAfterSeconds: 3_600 },
  // Goes on where the one before came to.
  { name: 'encryption', policy: 'singleton', retryLimit: 0, expireInSeconds: 120, deleteAfterSeconds: 3_600 },
  // Exclusive: one job for a tick, from its sending to its end. A schedule of seconds leaves one behind each second.
  { name: tickQueue, policy: 'exclusive', retryLimit: 2, retryDelay: 1, expireInSeconds: 60, deleteAfterSeconds: 300 },
  // The sweep hands over what does not get on; two jobs of one operation do no harm.
  { name: bulkQueue, policy: 'standard', retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3_600 },
  { name: deadDeliveryQueue, policy: 'standard', retryLimit: 5, retryDelay: 30, deleteAfterSeconds: 3_600 },
  // Thirteen tries over about a day: 10 to 20 seconds, twice that, and so on, up to four hours.
  {
    name: deliveryQueue,
    policy: 'exclusive',
    retryLimit: 12,
    retryDelay: 20,
    retryBackoff: true,
    retryDelayMax: 14_400,
    expireInSeconds: 60,
    deleteAfterSeconds: 3_600,
    deadLetter: deadDeliveryQueue,
  },
];

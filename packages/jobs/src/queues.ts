import type { Queue } from 'pg-boss';

/** pg-boss's own schema, beside ours. */
export const schema = 'pgboss';

export type PeriodicName = 'housekeeping' | 'schedule-sweep';

/** Work that comes again and again, as cron says it (UTC). */
export const periodic: readonly { name: PeriodicName; cron: string }[] = [
  { name: 'housekeeping', cron: '*/5 * * * *' },
  { name: 'schedule-sweep', cron: '* * * * *' },
];

/** One job for each tick of a schedule, to be worked off at its time. */
export const tickQueue = 'schedule-tick';

/** The queues of the background work. */
export const queues: Queue[] = [
  { name: 'housekeeping', policy: 'singleton', retryLimit: 2, expireInSeconds: 120 },
  // What a sweep did not do, the next one does.
  { name: 'schedule-sweep', policy: 'singleton', retryLimit: 0, expireInSeconds: 55, deleteAfterSeconds: 3_600 },
  // Exclusive: one job for a tick, from its sending to its end. A schedule of seconds leaves one behind each second.
  { name: tickQueue, policy: 'exclusive', retryLimit: 2, retryDelay: 1, expireInSeconds: 60, deleteAfterSeconds: 300 },
];

/** pg-boss's own schema, beside ours. */
export const schema = 'pgboss';

export type JobName = 'housekeeping';

/** The background work there is, with how it is queued and when it runs (cron, UTC). */
export const queues = [
  { name: 'housekeeping', options: { policy: 'singleton', retryLimit: 2, expireInSeconds: 120 }, cron: '*/5 * * * *' },
] as const satisfies { name: JobName; options: object; cron: string }[];

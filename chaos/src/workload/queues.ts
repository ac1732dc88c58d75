import type { QueueChange } from '@raydeck/services';

/** The lines that tasks of a run wait in. */
export const queues = [
  { name: 'plain' },
  { name: 'limited', concurrencyLimit: 3 },
  { name: 'keyed', keyLimit: 1 },
  { name: 'both', concurrencyLimit: 5, keyLimit: 2 },
  { name: 'rated', rate: { tasks: 10, seconds: 5 } },
  { name: 'ray', runner: 'ray_job', concurrencyLimit: 6 },
  /** For what measures a recovery: nothing else stands in its way. */
  { name: 'probe' },
] as const satisfies ({ name: string } & QueueChange)[];

export type QueueName = (typeof queues)[number]['name'];

import type { RunnerName } from '@raydeck/core';
import type { NewTask } from '@raydeck/services';
import type { Random } from '../random.ts';
import type { QueueName } from './queues.ts';

export const taskKinds = [
  'plain',
  'long',
  'fail',
  'exit',
  'kill',
  'timeout',
  'canceled',
  'twice',
  'answer-lost',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** A task before it is enqueued. The key is its idempotency key, and what its result is made from. */
export interface TaskPlan {
  key: string;
  kind: TaskKind;
  task: NewTask;
  /** Canceled so long after its acknowledgement. */
  cancelAfterMs: number | null;
}

const localQueues: readonly QueueName[] = ['plain', 'plain', 'limited', 'keyed', 'both', 'rated'];
/** How often each kind comes. */
const weights: Record<TaskKind, number> = {
  plain: 8,
  long: 3,
  fail: 2,
  exit: 2,
  kill: 2,
  timeout: 1,
  canceled: 2,
  twice: 1,
  'answer-lost': 1,
};
const lottery = taskKinds.flatMap((kind) => Array.from({ length: weights[kind] }, () => kind));

/** The next task of a run; `number` makes its key unique. */
export function planTask(random: Random, number: number, file: string, runner: RunnerName): TaskPlan {
  const kind = random.pick(lottery);
  const queue: QueueName = runner === 'ray_job' ? 'ray' : random.pick(localQueues);
  const key = `${runner}-${number}`;
  const kwargs = { file, key, kind, ...behaviour(kind, random) };
  return {
    key,
    kind,
    cancelAfterMs: kind === 'canceled' ? random.between(0, 4_000) : null,
    task: {
      callable: 'chaos_tasks.run',
      kwargs: JSON.stringify(kwargs),
      queue,
      runner,
      priority: random.between(-1, 1),
      maxAttempts: 4,
      retry: { backoff: 'fixed', delaySeconds: 0.5, jitter: 'none' },
      idempotencyKey: key,
      ...(queue === 'keyed' || queue === 'both' ? { concurrencyKey: `key-${random.between(1, 6)}` } : {}),
      ...(kind === 'timeout' ? { timeoutSeconds: 2, maxAttempts: 2 } : {}),
    },
  };
}

/** In milliseconds exact: a replay must be the same request to the letter. */
function behaviour(kind: TaskKind, random: Random): { seconds?: number; times?: number } {
  switch (kind) {
    case 'long':
      return { seconds: random.between(20, 60) / 10 };
    case 'fail':
    case 'exit':
    case 'kill':
      return { times: random.between(1, 2), seconds: random.between(0, 3) / 10 };
    case 'timeout':
      return { seconds: 30 };
    case 'canceled':
      return { seconds: random.between(0, 3) };
    case 'plain':
    case 'twice':
    case 'answer-lost':
      return { seconds: random.between(0, 5) / 10 };
  }
}

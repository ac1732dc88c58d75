import type { Control, QueueSummary, TaskDetail } from '@raydeck/services';

type Limits = Pick<QueueSummary, 'concurrencyLimit' | 'keyLimit' | 'rate' | 'maxPending' | 'live'>;

/** Which limit a due task waits for, as far as the counters tell; null when none is known to be full. */
export function explainLimits(
  { queue: name, parked, concurrencyKey }: Pick<TaskDetail['task'], 'queue' | 'parked' | 'concurrencyKey'>,
  queue: Limits | null,
  control: Pick<Control, 'concurrencyLimit' | 'live'> | null,
): string | null {
  if (parked) {
    const limit = queue?.keyLimit ? `, which has ${queue.keyLimit}` : '';
    return `It waits for a place of its key “${concurrencyKey ?? ''}”${limit} in queue ${name}.`;
  }
  if (queue && isFull(queue)) return `Queue ${name} is at its limit: ${queue.live} of ${queue.concurrencyLimit} run.`;
  if (control && isFull(control)) {
    return `The limit over all queues is reached: ${control.live} of ${control.concurrencyLimit} run.`;
  }
  if (queue?.rate) {
    return `Queue ${name} starts at most ${queue.rate.tasks} in ${queue.rate.seconds} s: it may wait for its turn.`;
  }
  if (queue?.maxPending) {
    return `Queue ${name} keeps at most ${queue.maxPending} attempts waiting for a start: it may wait for one to begin.`;
  }
  return null;
}

function isFull({ concurrencyLimit, live }: { concurrencyLimit: number | null; live: number | null }): boolean {
  return concurrencyLimit !== null && live !== null && live >= concurrencyLimit;
}

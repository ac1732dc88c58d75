import type { Queue } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import { countText, queueState, rateText } from '../client/queue-rows.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { fields } from '../client/table.ts';
import { timeText } from '../client/times.ts';

const ShowFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck queue show`: a queue's load and settings. */
export async function queueShow({ client, signal }: ClientCommand, name: string, rawFlags: unknown): Promise<void> {
  const { json } = ShowFlags.parse(rawFlags);
  const queue = await client.queues.get(name, { signal });
  console.log(json ? jsonLine(queue) : queueText(queue));
}

/** Settings that say nothing stay out. */
export function queueText(queue: Queue): string {
  const { pausedBy, pausedAt, pausedReason, live } = queue;
  return fields([
    ['NAME', plainText(queue.name)],
    ['STATE', queueState(queue)],
    ['PAUSED', queue.paused ? plainText(`${timeText(pausedAt)} by ${pausedBy ?? '?'}: ${pausedReason ?? ''}`) : null],
    ['QUEUED', countText(queue.queued)],
    ['DUE', countText(queue.due)],
    ['OLDEST DUE', timeText(queue.oldestDueAt)],
    ['PARKED', countText(queue.parked)],
    ['RUNNING', countText(queue.running)],
    ['PLACES HELD', live === null ? null : String(live)],
    ['CONCURRENCY LIMIT', textOf(queue.concurrencyLimit)],
    ['KEY LIMIT', textOf(queue.keyLimit)],
    ['RATE', rateText(queue)],
    ['MAX PENDING', textOf(queue.maxPending)],
    ['RUNNER', textOf(queue.runner)],
    ['ALLOWED RUNNERS', textOf(queue.allowedRunners)],
    ['PROFILE', textOf(queue.profile)],
    ['MAX ATTEMPTS', textOf(queue.maxAttempts)],
    ['TIMEOUT SECONDS', textOf(queue.timeoutSeconds)],
    ['RETRY POLICY', queue.retryPolicy && jsonLine(queue.retryPolicy)],
    ['ALLOWED CALLABLES', textOf(queue.allowedCallables)],
    ['PLAIN CALLABLES', queue.plainCallables ? 'yes' : 'no'],
    ['UPDATED', timeText(queue.updatedAt)],
  ]);
}

function textOf(value: string | number | readonly string[] | null): string {
  return value === null ? '' : plainText(typeof value === 'object' ? value.join(', ') : String(value));
}

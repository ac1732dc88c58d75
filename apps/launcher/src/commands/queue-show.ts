import type { Queue } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import { countText, oneLine } from '../client/queue-rows.ts';
import { QUEUE_SETTINGS } from '../client/queue-settings.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { fields } from '../client/table.ts';
import { agoText, timeText } from '../client/times.ts';

const ShowFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck queue show`: a queue's load, and its settings under the names that `queue set` takes. */
export async function queueShow({ client, signal }: ClientCommand, name: string, rawFlags: unknown): Promise<void> {
  const { json } = ShowFlags.parse(rawFlags);
  const queue = await client.queues.get(name, { signal });
  console.log(json ? jsonLine(queue) : queueText(queue));
}

export function queueText(queue: Queue): string {
  const { paused, pausedBy, pausedAt, pausedReason, oldestDueAt, live } = queue;
  const since = oldestDueAt === null ? '' : `, the oldest since ${timeText(oldestDueAt)}`;
  return fields([
    ['queue', plainText(queue.name)],
    ['paused', paused ? oneLine(`yes, by ${pausedBy ?? '?'} ${agoText(pausedAt)}: ${pausedReason ?? ''}`) : 'no'],
    ['queued', countText(queue.queued)],
    ['due', `${countText(queue.due)}${since}`],
    ['running', countText(queue.running)],
    ['parked', countText(queue.parked)],
    ['live', live === null ? null : String(live)],
    ...QUEUE_SETTINGS.map((name) => [name, settingText(queue[name])] as const),
  ]);
}

function settingText(value: Queue[(typeof QUEUE_SETTINGS)[number]]): string {
  if (value === null) return '-';
  return typeof value === 'string' ? plainText(value) : jsonLine(value);
}

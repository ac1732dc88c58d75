import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { printOutcome } from '../client/print-outcome.ts';
import { taskArguments } from '../client/task-arguments.ts';
import { UsageError } from '../client/usage-error.ts';

const EnqueueFlags = z.object({
  argsJson: z.string().optional(),
  kwargsJson: z.string().optional(),
  queue: z.string().optional(),
  priority: z.number().optional(),
  runAt: z.string().optional(),
  in: z.number().optional(),
  idempotencyKey: z.string().optional(),
  tag: z.array(z.string()).optional(),
  wait: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** `raydeck task enqueue`: prints the task's id, or with --wait what came of it. */
export async function taskEnqueue(
  { client, signal }: ClientCommand,
  callable: string,
  words: readonly string[],
  rawFlags: unknown,
): Promise<number | void> {
  const { in: delayMs, runAt, wait, json, tag, queue, priority, idempotencyKey, ...own } = EnqueueFlags.parse(rawFlags);
  if (delayMs !== undefined && runAt !== undefined) throw new UsageError('Give --run-at or --in, not both.');
  const time = delayMs === undefined ? runAt : new Date(Date.now() + delayMs);
  const task = {
    callable,
    ...taskArguments({ words, ...own }),
    ...(queue !== undefined && { queue }),
    ...(priority !== undefined && { priority }),
    ...(time !== undefined && { runAt: time }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(tag !== undefined && { tags: tag }),
  };
  const enqueued = await client.enqueue(task, { signal });
  if (wait) return printOutcome({ client, signal }, enqueued.id, { json });
  console.log(json ? jsonLine(enqueued) : enqueued.id);
  if (enqueued.replayed && !json) console.error('It had been enqueued before, under this idempotency key.');
}

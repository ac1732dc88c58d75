import { ApiError } from '@raydeck/client';
import { z } from 'zod';
import { jsonLine, safeJson } from '../client/json-text.ts';
import { printEnd } from '../client/print-end.ts';
import { printResult } from '../client/print-result.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { taskArguments } from '../client/task-arguments.ts';
import { taskOptions } from '../client/task-options.ts';
import { taskText } from '../client/task-text.ts';

const EnqueueFlags = z.object({
  argsJson: z.string().optional(),
  kwargsJson: z.string().optional(),
  idempotencyKey: z.string().optional(),
  wait: z.boolean().default(false),
  waitTimeout: z.number().optional(),
  json: z.boolean().default(false),
});

/** `raydeck task enqueue`: prints the task's id, or with --wait what it returned. */
export async function taskEnqueue(
  command: ClientCommand,
  callable: string,
  words: readonly string[],
  rawFlags: unknown,
): Promise<number | void> {
  const { argsJson, kwargsJson, idempotencyKey, wait, waitTimeout, json } = EnqueueFlags.parse(rawFlags);
  const { client, signal } = command;
  const task = {
    callable,
    ...taskArguments({ words, argsJson, kwargsJson }),
    ...taskOptions(rawFlags),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
  const enqueued = await client.enqueue(task, { signal });
  if (enqueued.replayed) console.error('Enqueued before, with this idempotency key.');
  if (!wait && waitTimeout === undefined) return console.log(json ? jsonLine(enqueued) : enqueued.id);
  console.error(`${enqueued.id} enqueued`);
  return end(command, enqueued.id, { json, withinMs: waitTimeout ?? Infinity });
}

async function end(
  command: ClientCommand,
  id: string,
  { json, withinMs }: { json: boolean; withinMs: number },
): Promise<number> {
  const task = await command.client.wait(id, { signal: command.signal, withinMs });
  if (json) console.log(safeJson(await taskText(command, id)));
  else if (task.state === 'SUCCEEDED') await printResult(command, id).catch(sayWithheld);
  return printEnd(task);
}

/** The task is done all the same. */
function sayWithheld(error: unknown): void {
  if (!(error instanceof ApiError) || error.code !== 'FORBIDDEN') throw error;
  console.error('Its result is not for this key: that takes payload permission.');
}

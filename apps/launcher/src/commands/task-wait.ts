import { z } from 'zod';
import { safeJson } from '../client/json-text.ts';
import { printEnd } from '../client/print-end.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { taskText } from '../client/task-text.ts';

const WaitFlags = z.object({ timeout: z.number().default(Infinity), json: z.boolean().default(false) });

/** `raydeck task wait`: until a task is final; the exit code says how it ended. */
export async function taskWait(command: ClientCommand, id: string, rawFlags: unknown): Promise<number> {
  const { timeout, json } = WaitFlags.parse(rawFlags);
  const task = await command.client.wait(id, { signal: command.signal, withinMs: timeout });
  if (json) console.log(safeJson(await taskText(command, id)));
  return printEnd(task);
}

import { z } from 'zod';
import { safeJson } from '../client/json-text.ts';
import { printEnd } from '../client/print-end.ts';
import { printTaskLogs } from '../client/print-task-logs.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { taskText } from '../client/task-text.ts';

const TestFlags = z.object({ queue: z.string().optional(), json: z.boolean().default(false) });

/** `raydeck profile test`: whether Ray can set the environment up; its words as they come, then what came of it. */
export async function profileTest(command: ClientCommand, name: string, rawFlags: unknown): Promise<number> {
  const { queue, json } = TestFlags.parse(rawFlags);
  const { client, signal } = command;
  const { taskId } = await client.profiles.test(name, { signal, ...(queue !== undefined && { queue }) });
  if (!json) await printTaskLogs(command, taskId);
  const task = await client.wait(taskId, { signal, withinMs: Infinity });
  if (json) console.log(safeJson(await taskText(command, taskId)));
  return printEnd(task);
}

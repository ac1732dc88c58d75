import { z } from 'zod';
import { printTaskLogs } from '../client/print-task-logs.ts';
import { printOutcome } from '../client/print-outcome.ts';
import type { ClientCommand } from '../client/run-client-command.ts';

const TestFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck profile test`: whether Ray can set the environment up; its words as they come, then what came of it. */
export async function profileTest(command: ClientCommand, name: string, rawFlags: unknown): Promise<number> {
  const { json } = TestFlags.parse(rawFlags);
  const { taskId } = await command.client.profiles.test(name, { signal: command.signal });
  if (!json) await printTaskLogs(command, taskId);
  return printOutcome(command, taskId, { json });
}

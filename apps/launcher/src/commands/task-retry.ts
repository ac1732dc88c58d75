import { z } from 'zod';
import { forEach } from '../client/for-each.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { taskArguments } from '../client/task-arguments.ts';
import { taskOptions } from '../client/task-options.ts';

const RetryFlags = z.object({
  argsJson: z.string().optional(),
  kwargsJson: z.string().optional(),
  reason: z.string().optional(),
  json: z.boolean().default(false),
});

/** `raydeck task retry`: prints the id of what runs again; with changes that is a new task. */
export async function taskRetry(
  { client, signal }: ClientCommand,
  ids: readonly string[],
  rawFlags: unknown,
): Promise<number> {
  const { argsJson, kwargsJson, reason, json } = RetryFlags.parse(rawFlags);
  const changes = { ...taskArguments({ words: [], argsJson, kwargsJson }), ...taskOptions(rawFlags) };
  const options = {
    signal,
    ...(reason !== undefined && { reason }),
    ...(Object.keys(changes).length > 0 && { changes }),
  };
  return forEach(ids, { json }, async (id) => {
    const value = await client.retry(id, options);
    return { line: value.id, value };
  });
}

import { styleText } from 'node:util';
import { z } from 'zod';
import { forEach } from '../client/for-each.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { stateStyle } from '../client/state-style.ts';

const CancelFlags = z.object({ reason: z.string().optional(), json: z.boolean().default(false) });

/** `raydeck task cancel`. */
export async function taskCancel(
  { client, signal }: ClientCommand,
  ids: readonly string[],
  rawFlags: unknown,
): Promise<number> {
  const { reason, json } = CancelFlags.parse(rawFlags);
  return forEach(ids, { json }, async (id) => {
    const value = await client.cancel(id, { signal, ...(reason !== undefined && { reason }) });
    return { line: `${value.id} ${styleText(stateStyle(value.state), value.state)}`, value };
  });
}

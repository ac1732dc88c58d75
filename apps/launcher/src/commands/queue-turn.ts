import { plainText } from '@raydeck/core';
import { z } from 'zod';
import { forEach } from '../client/for-each.ts';
import type { ClientCommand } from '../client/run-client-command.ts';

const TurnFlags = z.object({ reason: z.string().optional(), json: z.boolean().default(false) });

/** `raydeck queue pause` and `resume`. */
export async function queueTurn(
  { client, signal }: ClientCommand,
  verb: 'pause' | 'resume',
  names: readonly string[],
  rawFlags: unknown,
): Promise<number> {
  const { reason = '', json } = TurnFlags.parse(rawFlags);
  return forEach(names, { json }, async (name) => {
    if (verb === 'pause') {
      return { line: `${plainText(name)} paused`, value: await client.queues.pause(name, { signal, reason }) };
    }
    const value = await client.queues.resume(name, { signal, ...(reason !== '' && { reason }) });
    return { line: `${plainText(name)} goes on`, value };
  });
}

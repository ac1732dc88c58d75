import { plainText } from '@raydeck/core';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';

const TurnFlags = z.object({ reason: z.string().optional(), json: z.boolean().default(false) });

/** `raydeck queue pause` and `resume`. */
export async function queueTurn(
  { client, signal }: ClientCommand,
  verb: 'pause' | 'resume',
  name: string,
  rawFlags: unknown,
): Promise<void> {
  const { reason, json } = TurnFlags.parse(rawFlags);
  const queue =
    verb === 'pause'
      ? await client.queues.pause(name, { signal, reason: reason ?? '' })
      : await client.queues.resume(name, { signal, ...(reason !== undefined && { reason }) });
  console.log(json ? jsonLine(queue) : `${plainText(queue.name)} ${queue.paused ? 'paused' : 'open'}`);
}

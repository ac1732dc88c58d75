import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';

const SteerFlags = z.object({ reason: z.string().optional(), json: z.boolean().default(false) });

/** `raydeck task retry` and `cancel`: one task after the other; the first refusal ends it. */
export async function taskSteer(
  { client, signal }: ClientCommand,
  verb: 'retry' | 'cancel',
  ids: readonly string[],
  rawFlags: unknown,
): Promise<void> {
  const { reason, json } = SteerFlags.parse(rawFlags);
  for (const id of ids) {
    const moved = await client[verb](id, { signal, ...(reason !== undefined && { reason }) });
    console.log(json ? jsonLine(moved) : `${moved.id} ${said(verb, moved.state)}`);
  }
}

function said(verb: 'retry' | 'cancel', state: string): string {
  return verb === 'cancel' && state === 'RUNNING' ? 'RUNNING, asked to end' : state;
}

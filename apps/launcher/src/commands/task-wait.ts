import { z } from 'zod';
import { printOutcome } from '../client/print-outcome.ts';
import type { ClientCommand } from '../client/run-client-command.ts';

const WaitFlags = z.object({ timeout: z.number().default(Infinity), json: z.boolean().default(false) });

/** `raydeck task wait`: what came of a task, once something has. */
export async function taskWait(command: ClientCommand, id: string, rawFlags: unknown): Promise<number> {
  const { timeout, json } = WaitFlags.parse(rawFlags);
  return printOutcome(command, id, { json, withinMs: timeout });
}

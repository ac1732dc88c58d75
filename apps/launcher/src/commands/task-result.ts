import { z } from 'zod';
import { printResult } from '../client/print-result.ts';
import type { ClientCommand } from '../client/run-client-command.ts';

const ResultFlags = z.object({ wait: z.number().default(0) });

/** `raydeck task result`: what the function returned, digit for digit. */
export async function taskResult(command: ClientCommand, id: string, rawFlags: unknown): Promise<void> {
  const { wait } = ResultFlags.parse(rawFlags);
  return printResult(command, id, wait);
}

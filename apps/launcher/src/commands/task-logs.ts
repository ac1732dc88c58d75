import type { AttemptLog } from '@raydeck/client';
import { z } from 'zod';
import { EXIT } from '../client/exit-codes.ts';
import { logPrinter } from '../client/log-printer.ts';
import { printTaskLogs } from '../client/print-task-logs.ts';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { UsageError } from '../client/usage-error.ts';

const LogsFlags = z.object({
  follow: z.boolean().default(false),
  attempt: z.number().optional(),
  json: z.boolean().default(false),
});

/** `raydeck task logs`: what a task printed; with -f as it prints it. */
export async function taskLogs(command: ClientCommand, id: string, rawFlags: unknown): Promise<number | void> {
  const { follow, attempt, json } = LogsFlags.parse(rawFlags);
  if (follow && attempt !== undefined) throw new UsageError('-f follows the task, not one attempt.');
  if (follow) return json ? printChunks(command, id) : printTaskLogs(command, id);
  const log = await readLog(command, id, attempt);
  if (!log) {
    console.error(attempt === undefined ? 'It has not been started yet.' : `There is no attempt ${attempt}.`);
    return EXIT.refused;
  }
  if (json) return console.log(jsonLine(log));
  const printer = logPrinter();
  if (log.truncated) printer.note(`only the end of ${log.sizeBytes} bytes is kept`);
  printer.print(log.text);
  printer.end();
}

/** Each piece in a line of its own. */
async function printChunks({ client, signal }: ClientCommand, id: string): Promise<void> {
  for await (const chunk of client.logs.follow(id, { signal })) console.log(jsonLine(chunk));
}

async function readLog(
  { client, signal }: ClientCommand,
  id: string,
  number: number | undefined,
): Promise<AttemptLog | null> {
  if (number === undefined) return client.logs.tail(id, { signal });
  const { attempts } = await client.get(id, { signal });
  const attempt = attempts.find((one) => one.number === number);
  return attempt ? client.logs.attempt(attempt.id, { signal }) : null;
}

import { logPrinter } from './log-printer.ts';
import type { ClientCommand } from './run-client-command.ts';

/** Prints a task's output as it comes, through its retries, until the task is final. */
export async function printTaskLogs({ client, signal }: ClientCommand, id: string): Promise<void> {
  const printer = logPrinter();
  let number = 0;
  for await (const chunk of client.logs.follow(id, { signal })) {
    if (number !== 0 && chunk.attemptNumber !== number) printer.note(`attempt ${chunk.attemptNumber}`);
    number = chunk.attemptNumber;
    if (chunk.isGap) printer.note('what came before is not kept');
    printer.print(chunk.text);
  }
  printer.end();
  signal.throwIfAborted();
}

import { prettyJson, safeJson } from './json-text.ts';
import type { ClientCommand } from './run-client-command.ts';

/** What a task returned, on stdout: with line breaks for people; for programs as it is stored. */
export async function printResult({ client, signal }: ClientCommand, id: string, withinMs?: number): Promise<void> {
  const text = await client.resultText(id, { signal, ...(withinMs !== undefined && { withinMs }) });
  console.log(process.stdout.isTTY ? prettyJson(text) : safeJson(text));
}

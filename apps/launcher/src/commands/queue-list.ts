import { z } from 'zod';
import { QUEUE_HEADINGS, queueRow } from '../client/queue-rows.ts';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { table, terminalWidth } from '../client/table.ts';

const ListFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck queue list`: all queues with their load. */
export async function queueList({ client, signal }: ClientCommand, rawFlags: unknown): Promise<void> {
  const { json } = ListFlags.parse(rawFlags);
  const items = await client.queues.list({ signal });
  console.log(json ? jsonLine({ items }) : table(QUEUE_HEADINGS, items.map(queueRow), terminalWidth()));
}

import type { RetentionPreview } from '@raydeck/client';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import { countText } from '../client/queue-rows.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { confirm } from '../output/confirm.ts';

const RunFlags = z.object({
  yes: z.boolean().default(false),
  reason: z.string().optional(),
  json: z.boolean().default(false),
});

/** `raydeck retention --run`: what is over is deleted now, by the worker that leads. */
export async function retentionRun({ client, signal }: ClientCommand, rawFlags: unknown): Promise<void> {
  const { yes, reason, json } = RunFlags.parse(rawFlags);
  if (!yes) {
    const fact = dueText(await client.retention.preview({ signal }));
    await confirm({ fact, question: 'Delete them for good?', yes });
  }
  const { id } = await client.retention.run({ signal, ...(reason !== undefined && { reason }) });
  console.log(json ? jsonLine({ id }) : `Run ${id} is asked for. ./raydeck retention shows what it deletes.`);
}

/** In one sentence. */
function dueText({ items, isPartial, audit }: RetentionPreview): string {
  const count = items.reduce((sum, { due }) => sum + due.count, 0);
  const isCapped = isPartial || items.some(({ due }) => due.isCapped);
  return `${countText({ count, isCapped })} finished tasks and ${countText(audit.due)} audit rows are over their time.`;
}

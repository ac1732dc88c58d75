import type { RetentionPreview } from '@raydeck/client';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import { countText } from '../client/queue-rows.ts';
import { lastRunText, RETENTION_HEADINGS, retentionRow } from '../client/retention-rows.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { fields, table, terminalWidth } from '../client/table.ts';
import { agoText } from '../client/times.ts';
import { UsageError } from '../client/usage-error.ts';

const PreviewFlags = z.object({
  yes: z.boolean().default(false),
  reason: z.string().optional(),
  json: z.boolean().default(false),
});

/** `raydeck retention`: what a run would delete now. */
export async function retentionPreview({ client, signal }: ClientCommand, rawFlags: unknown): Promise<void> {
  const { yes, reason, json } = PreviewFlags.parse(rawFlags);
  if (yes || reason !== undefined) throw new UsageError('--yes and --reason are for --run.');
  const preview = await client.retention.preview({ signal });
  if (json) {
    console.log(jsonLine(preview));
    return;
  }
  const { runs } = await client.retention.get({ signal });
  console.log(previewText(preview, lastRunText(runs)));
}

function previewText({ items, isPartial, audit, pinned, nextRunAt }: RetentionPreview, lastRun: string): string {
  const rest = fields([
    ['audit rows', `${countText(audit.due)} would go`],
    ['pinned tasks', `${countText(pinned)} stay`],
    ['next run', agoText(nextRunAt)],
    ['last run', lastRun],
  ]);
  const note = isPartial ? ['There was no time to count all.'] : [];
  return [table(RETENTION_HEADINGS, items.map(retentionRow), terminalWidth()), '', rest, ...note].join('\n');
}

import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { type Webhook, webhookSummary } from './webhook-summary.ts';

/** So many there can be. */
export const maxWebhooks = 100;

export async function listWebhooks(context: Context): Promise<Webhook[]> {
  authorizeWhole(context, 'webhook.read');
  const rows = await context.db.prisma.webhook.findMany({ orderBy: { name: 'asc' }, take: maxWebhooks });
  return rows.map(webhookSummary);
}

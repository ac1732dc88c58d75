import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { findWebhook, type Webhook, webhookSummary } from './webhook-summary.ts';

/** Throws NOT_FOUND. */
export async function getWebhook(context: Context, name: string): Promise<Webhook> {
  authorizeWhole(context, 'webhook.read');
  return webhookSummary(await findWebhook(context.db.prisma, name));
}

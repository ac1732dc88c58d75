import { RaydeckError } from '@raydeck/core';
import type { Prisma, WebhookModel } from '@raydeck/db';
import { z } from 'zod';
import { webhookEvents, type WebhookSettings } from './webhook-settings.ts';

/** A webhook as lists show it: never its secrets. */
export interface Webhook extends WebhookSettings {
  name: string;
  enabled: boolean;
  disabledReason: string | null;
  failingSince: Date | null;
  /** Until when the secret before signs as well. */
  previousSecretUntil: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const Events = z.array(z.enum(webhookEvents));

export function webhookSummary(row: WebhookModel): Webhook {
  const { name, enabled, disabledReason, failingSince, createdBy, createdAt, updatedAt } = row;
  const standing = { name, enabled, disabledReason, failingSince, createdBy, createdAt, updatedAt };
  const until = row.previousUntil;
  return { ...standing, ...settingsOf(row), previousSecretUntil: until && until.getTime() > Date.now() ? until : null };
}

export function settingsOf({ url, events, queues, callables, tags, backlogThreshold }: WebhookModel): WebhookSettings {
  return { url, events: Events.parse(events), queues, callables, tags, backlogThreshold };
}

/** The row, locked against other changes to the end of the transaction. Throws NOT_FOUND. */
export async function lockWebhook(tx: Prisma.TransactionClient, name: string): Promise<WebhookModel> {
  await tx.$queryRaw`SELECT id FROM raydeck.webhook WHERE name = ${name.replaceAll('\u0000', '')} FOR NO KEY UPDATE`;
  return findWebhook(tx, name);
}

/** Throws NOT_FOUND, also for what can be no name. */
export async function findWebhook(tx: Pick<Prisma.TransactionClient, 'webhook'>, name: string): Promise<WebhookModel> {
  const row = name.includes('\u0000') ? null : await tx.webhook.findUnique({ where: { name } });
  if (!row) throw new RaydeckError('NOT_FOUND', 'There is no such webhook.');
  return row;
}

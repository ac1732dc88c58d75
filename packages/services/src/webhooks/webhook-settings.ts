import { z } from 'zod';
import { rowName } from '../queues/queue-settings.ts';
import { whole } from '../queues/setting-rules.ts';

// No import of the database here: the console's form checks by these schemas in the browser.

/** What a webhook can be told of. */
export const webhookEvents = [
  'task.succeeded',
  'task.failed',
  'task.canceled',
  'queue.backlog',
  'worker.lost',
] as const;

/** Its form alone; whether the address may be dialed is found out by who dials it. */
function isTarget(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return ['https:', 'http:'].includes(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
}

const callable = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)*$/, 'must be a dotted path such as "shop.tasks"');

/** All that can be set on a webhook. */
export const WebhookSettings = z.strictObject({
  url: z.string().max(2_000).refine(isTarget, 'must be an https address without user, password and fragment').meta({
    description: 'https; http and private addresses only where the workers’ WEBHOOK_ALLOWED_TARGETS names them.',
  }),
  events: z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length),
  queues: z.array(rowName).max(100).meta({ description: 'Empty: all.' }),
  callables: z.array(callable).max(100).meta({ description: 'Dotted prefixes, for events of tasks. Empty: all.' }),
  tags: z
    .array(z.string().min(1).max(100))
    .max(50)
    .meta({ description: 'One of them, for events of tasks. Empty: all.' }),
  backlogThreshold: whole(1, 100_000)
    .nullable()
    .meta({ description: 'Due tasks of a queue; for queue.backlog, which needs it.' }),
});
export type WebhookSettings = z.infer<typeof WebhookSettings>;

const { url, events, queues, callables, tags, backlogThreshold } = WebhookSettings.shape;

/** A new webhook; what is left out is empty. */
export const NewWebhook = z.strictObject({
  name: rowName,
  url,
  events,
  queues: queues.default([]),
  callables: callables.default([]),
  tags: tags.default([]),
  backlogThreshold: backlogThreshold.default(null),
});
export type NewWebhook = z.input<typeof NewWebhook>;

/** Any of the settings; the others stay as they are. */
export const WebhookChange = WebhookSettings.extend({
  enabled: z.boolean().meta({ description: 'Enabled again, it is told of what happens from then on.' }),
}).partial();
export type WebhookChange = z.infer<typeof WebhookChange>;

/** What is wrong with the settings as a whole; null when nothing is. */
export function webhookProblem(settings: Pick<WebhookSettings, 'events' | 'backlogThreshold'>): string | null {
  const isNeeded = settings.events.includes('queue.backlog');
  return isNeeded && settings.backlogThreshold === null ? 'is required with queue.backlog' : null;
}

import type { Emit } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import {
  collectSystemDeliveries,
  collectTaskDeliveries,
  queueDeliveries,
  type SendDeliveries,
} from '@raydeck/services';
import { databaseSweep } from './database-sweep.ts';
import { type Leadership, untoldEveryMs } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';

/** While there are webhooks. */
const everyMs = 1_000;
const systemEveryMs = 10_000;

export interface WebhookSweepOptions {
  db: Database;
  leadership: Pick<Leadership, 'leads'>;
  emit: Emit;
  sendDeliveries: SendDeliveries;
  wakeDeliveries: () => void;
}

/**
 * While this worker leads: makes messages to webhooks of what happened, and hands them to pg-boss, which any worker works off. Nothing
 * of this is in the way of a task.
 */
export function createWebhookSweep({
  db,
  leadership,
  emit,
  sendDeliveries,
  wakeDeliveries,
}: WebhookSweepOptions): Loop {
  let systemAt = -Infinity;

  const round = async (): Promise<number> => {
    if (!leadership.leads(databaseSweep)) return untoldEveryMs;
    const isHeard = (await collectTaskDeliveries(db)) !== null;
    if (isHeard && performance.now() - systemAt >= systemEveryMs) {
      systemAt = performance.now();
      await collectSystemDeliveries(db);
    }
    if ((await queueDeliveries(db, sendDeliveries)) > 0) wakeDeliveries();
    return (isHeard ? everyMs : untoldEveryMs) * (0.9 + 0.2 * Math.random());
  };

  return createLoop({ name: 'webhook-sweep', round, emit });
}

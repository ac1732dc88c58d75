import { setTimeout as wait } from 'node:timers/promises';
import type { Defaults, Emit, Storage } from '@raydeck/core';
import type { Database, Errand, Notifier } from '@raydeck/db';
import { type Jobs, keepHouse, startJobs } from '@raydeck/jobs';
import {
  type BulkEngine,
  buryDelivery,
  dealWithTicks,
  type DeliveryEngine,
  deliverWebhook,
  type KeyRing,
  renewEncryption,
  requestRetention,
  runBulkOperation,
  type ScheduleEngine,
  sweepSchedules,
  sweepUploads,
} from '@raydeck/services';
import { createBulkSweep } from './loops/bulk-sweep.ts';
import type { Leadership } from './loops/leadership.ts';
import type { Loop } from './loops/loop.ts';
import { createTickWatch, type TickWatch } from './loops/tick-watch.ts';
import { createWebhookSweep } from './loops/webhook-sweep.ts';

export interface BackgroundOptions {
  db: Database;
  defaults: Defaults;
  /** For what schedules enqueue. */
  keyRing?: KeyRing | undefined;
  encryptsPayloads?: boolean;
  storage: Storage;
  notifier: Notifier;
  emit: Emit;
  onError: (error: unknown) => void;
  leadership: Pick<Leadership, 'leads'>;
  webhooks: Pick<DeliveryEngine, 'keyRing' | 'post' | 'redaction'>;
  /** Whether hints come through. */
  isHinted: () => boolean;
}

/** The system's own work, on pg-boss: housekeeping, schedules, retention's times messages to webhooks, and operations on many tasks. */
export interface Background {
  start(): Promise<Pick<Jobs, 'stop'>>;
  /** Says that schedules have changed. */
  wake(): void;
  /** Says that something waits for whoever leads. */
  run(errand: Errand): void;
}

export function createBackground(options: BackgroundOptions): Background {
  const { db, storage, notifier, emit, onError, leadership, webhooks, keyRing, encryptsPayloads, defaults } = options;
  let watch: TickWatch | null = null;
  const sweeps = new Map<Errand, Loop>();

  const start = async (): Promise<Pick<Jobs, 'stop'>> => {
    const engine: ScheduleEngine = {
      db,
      notifier,
      emit,
      keyRing,
      encryptsPayloads,
      sendTicks: (tx, ticks) => jobs.sendTicks(tx, ticks),
    };
    const stopping = new AbortController();
    const bulk: BulkEngine = {
      db,
      notifier,
      emit,
      keyRing,
      defaults,
      storage,
      redaction: webhooks.redaction,
      isStopping: () => stopping.signal.aborted,
      // A pause that is cut short is over.
      pause: (ms) => wait(ms, undefined, { signal: stopping.signal }).catch(() => {}),
    };
    const jobs = await startJobs({
      db,
      periodic: {
        housekeeping: async () => {
          await keepHouse(db);
          // What stands where nobody answers waits for the next time.
          await sweepUploads({ db, storage });
        },
        'schedule-sweep': () => sweepSchedules(engine),
        encryption: async () => void (await renewEncryption({ db, keyRing })),
        retention: async () => void (await requestRetention(db, 'schedule')),
      },
      onTick: (scheduleId) => dealWithTicks(engine, scheduleId),
      onDelivery: (deliveryId) => deliverWebhook({ db, emit, storage, ...webhooks }, deliveryId),
      onDeadDelivery: (deliveryId) => buryDelivery({ db, emit }, deliveryId),
      onBulk: (operationId) => runBulkOperation(bulk, operationId),
      onError,
    });
    const tickWatch = createTickWatch({ engine, emit, wakeTicks: () => jobs.wakeTicks(), isHinted: options.isHinted });
    const webhookSweep = createWebhookSweep({
      db,
      leadership,
      emit,
      sendDeliveries: (tx, ids) => jobs.sendDeliveries(tx, ids),
      wakeDeliveries: () => jobs.wakeDeliveries(),
    });
    const bulkSweep = createBulkSweep({
      db,
      leadership,
      emit,
      sendBulk: (tx, ids) => jobs.sendBulk(tx, ids),
      wakeBulk: () => jobs.wakeBulk(),
    });
    watch = tickWatch;
    sweeps.set('webhooks', webhookSweep).set('bulk', bulkSweep);
    tickWatch.start();
    webhookSweep.start();
    bulkSweep.start();
    return {
      stop: async () => {
        stopping.abort();
        await Promise.all([tickWatch.stop(), webhookSweep.stop(), bulkSweep.stop()]);
        await jobs.stop();
      },
    };
  };

  return { start, wake: () => watch?.expectChanges(), run: (errand) => sweeps.get(errand)?.wake() };
}

import type { Database, Prisma } from '@raydeck/db';
import { fromPrisma, type JobResult, PgBoss } from 'pg-boss';
import {
  bulkQueue,
  deadDeliveryQueue,
  deliveryQueue,
  periodic,
  type PeriodicName,
  queues,
  schema,
  tickQueue,
} from './queues.ts';

/** A schedule's tick that a job is for. */
export interface TickJob {
  scheduleId: string;
  tick: Date;
}

export interface JobsOptions {
  db: Pick<Database, 'pool'>;
  /** What each kind of periodic work does; throwing has it retried or done at its next time. */
  periodic: Record<PeriodicName, () => Promise<void>>;
  /** What is done when a tick's time has come. Jobs come twice, late, or for schedules that are gone. */
  onTick: (scheduleId: string) => Promise<void>;
  /** Tries to deliver a message to a webhook; throwing has it tried again later. Jobs come twice, and for messages that are gone. */
  onDelivery: (deliveryId: string) => Promise<void>;
  /** All tries have failed. */
  onDeadDelivery: (deliveryId: string) => Promise<void>;
  /** Works off a stretch of an operation on many tasks. Jobs come twice, and for operations that are over. */
  onBulk: (operationId: string) => Promise<void>;
  /** Told of pg-boss's own troubles, a restarting PostgreSQL among them; it goes on by itself. */
  onError: (error: unknown) => void;
}

/** Background work under way. */
export interface Jobs {
  /** Sends a job for each tick, in the transaction; a tick that has one already keeps it. */
  sendTicks(tx: Prisma.TransactionClient, ticks: readonly TickJob[]): Promise<void>;
  /** Has jobs of due ticks looked for now. */
  wakeTicks(): void;
  /** Makes a job for each message, in the transaction; one that is being tried keeps it. */
  sendDeliveries(tx: Prisma.TransactionClient, deliveryIds: readonly string[]): Promise<void>;
  /** Has messages that are due looked for now. */
  wakeDeliveries(): void;
  /** Makes a job for each operation, in the transaction. */
  sendBulk(tx: Prisma.TransactionClient, operationIds: readonly string[]): Promise<void>;
  /** Has operations that wait looked for now. */
  wakeBulk(): void;
  /** Waits for what runs. */
  stop(): Promise<void>;
}

/** Nobody polls for ticks: whoever knows when the next one is due wakes us. This is for what they miss. */
const tickPollingSeconds = 60;

/** Whoever makes messages wakes us; this is for the next try of one, which is seconds away at least, and for other workers. */
const deliveryPollingSeconds = 30;

/** A message that is given up is said to be dead so soon. */
const deadPollingSeconds = 60;

/** Whoever hands an operation over wakes us; this is for other workers. */
const bulkPollingSeconds = 60;

/** Operations worked off at once. */
const bulkLanes = 2;

/** Messages under way at once: receivers may take their time. While as many are there, the next ones are taken right away. */
const deliveriesAtOnce = 8;

/** Jobs taken at once. While batches come full, the next one is taken right away. */
const batchSize = 20;

/** Ticks dealt with at once; each needs a connection. */
const lanes = 4;

/**
 * What pg-boss asks the database for on its own: rarely, for an idle worker is to be quiet. Cron passes every 45 seconds look
 * back a minute; queues are made by the migration step alone, flows we have none; jobs that ran too long are failed every two minutes,
 * ended ones deleted every five.
 */
const quiet = {
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  queueCacheIntervalSeconds: 600,
  flowIntervalSeconds: 3_600,
  superviseIntervalSeconds: 120,
  monitorIntervalSeconds: 120,
  maintenanceIntervalSeconds: 300,
};

/**
 * Works off the background queues and keeps their periods; any number of workers may do so at once. Runs over our own
 * pool, so over our own statement timeout. Throws when the schema is another version's: run the migration step.
 */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const executeSql = async (text: string, values?: unknown[]) => options.db.pool.query(text, values);
  const boss = new PgBoss({ db: { executeSql }, schema, migrate: false, createSchema: false, ...quiet });
  boss.on('error', options.onError);
  await boss.start();
  await requireQueues(boss);
  for (const { name, cron, pollingIntervalSeconds } of periodic) {
    await boss.schedule(name, cron);
    await boss.work(name, { pollingIntervalSeconds }, () => options.periodic[name]());
  }
  const tickWorker = await boss.work<TickData>(
    tickQueue,
    { pollingIntervalSeconds: tickPollingSeconds, batchSize, burstWhenBatchFull: true },
    (jobs) =>
      dealWith(
        jobs.map(({ data }) => data.scheduleId),
        options.onTick,
      ),
  );
  const deliveryWorker = await boss.work<DeliveryData>(
    deliveryQueue,
    {
      pollingIntervalSeconds: deliveryPollingSeconds,
      batchSize: deliveriesAtOnce,
      burstWhenBatchFull: true,
      perJobResults: true,
    },
    (jobs) => Promise.all(jobs.map((job) => resultOf(job.id, options.onDelivery(job.data.deliveryId)))),
  );
  await boss.work<DeliveryData>(deadDeliveryQueue, { pollingIntervalSeconds: deadPollingSeconds }, async ([job]) => {
    if (job) await options.onDeadDelivery(job.data.deliveryId);
  });
  const bulkWorkers: string[] = [];
  for (let lane = 0; lane < bulkLanes; lane += 1) {
    bulkWorkers.push(
      await boss.work<BulkData>(bulkQueue, { pollingIntervalSeconds: bulkPollingSeconds }, async ([job]) => {
        if (job) await options.onBulk(job.data.operationId);
      }),
    );
  }
  return {
    sendTicks: async (tx, ticks) => {
      await boss.insert(tickQueue, ticks.map(jobOf), { db: fromPrisma(tx) });
    },
    wakeTicks: () => boss.notifyWorker(tickWorker),
    sendDeliveries: async (tx, deliveryIds) => {
      await boss.insert(deliveryQueue, deliveryIds.map(deliveryJobOf), { db: fromPrisma(tx) });
    },
    wakeDeliveries: () => boss.notifyWorker(deliveryWorker),
    sendBulk: async (tx, operationIds) => {
      await boss.insert(
        bulkQueue,
        operationIds.map((operationId) => ({ data: { operationId } })),
        { db: fromPrisma(tx) },
      );
    },
    wakeBulk: () => {
      for (const worker of bulkWorkers) boss.notifyWorker(worker);
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}

/** Of one job in a batch: it fails alone, and is tried again alone. */
async function resultOf(id: string, work: Promise<void>): Promise<JobResult> {
  try {
    await work;
    return { id, status: 'completed' };
  } catch (error) {
    return { id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } };
  }
}

/** Without its queues a worker would start and fail later, at each tick. */
async function requireQueues(boss: PgBoss): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  const missing = queues.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return;
  await boss.stop({ graceful: false });
  throw new Error(`pg-boss has no queue ${missing.map(({ name }) => name).join(', ')}: run the migration step.`);
}

interface BulkData {
  operationId: string;
}

interface DeliveryData {
  deliveryId: string;
}

function deliveryJobOf(deliveryId: string) {
  return { data: { deliveryId }, singletonKey: deliveryId };
}

interface TickData {
  scheduleId: string;
}

function jobOf({ scheduleId, tick }: TickJob) {
  return { data: { scheduleId }, startAfter: tick, singletonKey: `${scheduleId}/${tick.toISOString()}` };
}

/** A few at once, for many schedules tick at midnight. One that fails does not keep the others of the batch. */
async function dealWith(scheduleIds: readonly string[], onTick: JobsOptions['onTick']): Promise<void> {
  const waiting = new Set(scheduleIds).values();
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (const scheduleId of waiting) await onTick(scheduleId).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failures.length > 0) throw failures[0];
}

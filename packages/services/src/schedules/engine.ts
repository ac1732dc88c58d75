import type { Emit } from '@raydeck/core';
import type { Database, Notifier, Prisma } from '@raydeck/db';
import type { Context } from '../context.ts';

/** A tick that a job is to be sent for. */
export interface ScheduledTick {
  scheduleId: string;
  tick: Date;
}

/** Sends a job for each tick, to be worked off when it is due, in the transaction; a tick that has one already keeps it. */
export type SendTicks = (tx: Prisma.TransactionClient, ticks: readonly ScheduledTick[]) => Promise<void>;

/** What the schedules run by. Any number of engines may run on one database. */
export interface ScheduleEngine extends Pick<Context, 'keyRing' | 'encryptsPayloads'> {
  db: Database;
  notifier: Notifier;
  emit: Emit;
  sendTicks: SendTicks;
}

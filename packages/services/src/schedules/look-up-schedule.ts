import { isInReach } from '@raydeck/core';
import type { Prisma, ScheduleModel } from '@raydeck/db';
import type { Context } from '../context.ts';
import { notFound } from '../reading/uuid.ts';
import { scheduleName } from './schedule-settings.ts';

/** Null also for what is no name at all. */
export async function findSchedule(tx: Prisma.TransactionClient, name: string): Promise<ScheduleModel | null> {
  if (!scheduleName.safeParse(name).success) return null;
  return tx.schedule.findUnique({ where: { name } });
}

/** The same, held: ticks and other writers wait until this transaction ends. */
export async function lockSchedule(tx: Prisma.TransactionClient, name: string): Promise<ScheduleModel | null> {
  if (!scheduleName.safeParse(name).success) return null;
  await tx.$queryRaw`SELECT id FROM raydeck.schedule WHERE name = ${name} FOR NO KEY UPDATE`;
  return findSchedule(tx, name);
}

/**
 * A key reaches the schedules whose queue and callable it reaches; one for its own tasks only, those that it made. Throws
 * NOT_FOUND for the others: that they exist is nobody else's business.
 */
export function requireReach({ principal }: Context, row: ScheduleModel | null): ScheduleModel {
  if (!row || !isInReach(principal, row)) throw notFound('schedule');
  return row;
}

import { RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { inState } from '../tasks/task-conditions.ts';
import { authorizeQueue } from './authorize-queue.ts';
import { settingsOf } from './queue-columns.ts';

/** A queue that shall go. */
export const QueueDeletion = z.strictObject({ name: z.string(), reason: reason.optional() });
export type QueueDeletion = z.infer<typeof QueueDeletion>;

/** Enqueues hold the queue's row until their callers commit: so long we wait for them. */
const enqueueWaitMs = 2_000;

/**
 * Deletes a queue and its counters. Throws NOT_FOUND, and PRECONDITION while something needs it: an unfinished task, an execution
 * that holds a place, a schedule, or all tasks that name no queue. The row's lock keeps enqueues out from the check to the
 * commit: they find no queue then. Finished tasks keep its name.
 */
export async function deleteQueue(context: Context, input: QueueDeletion): Promise<void> {
  const { name, reason: why } = parseInput(QueueDeletion, input);
  authorizeQueue(context, 'queue.write', name);
  if (name === 'default') {
    throw new RaydeckError('PRECONDITION', 'Queue "default" stays: tasks that name no queue go there.');
  }
  await context.db.prisma
    .$transaction((tx) => removeQueue(tx, context, name, why))
    .catch((error: unknown) => {
      if (!isLockTimeout(error)) throw error;
      const text = `Queue "${name}" is in use: somebody enqueues or changes it just now. Try again.`;
      throw new RaydeckError('PRECONDITION', text, { cause: error });
    });
}

async function removeQueue(
  tx: Prisma.TransactionClient,
  context: Context,
  name: string,
  why: string | undefined,
): Promise<void> {
  await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = ${enqueueWaitMs}`);
  await tx.$queryRaw`SELECT name FROM raydeck.queue WHERE name = ${name} FOR UPDATE`;
  const row = await tx.queue.findUnique({ where: { name } });
  if (!row) throw new RaydeckError('NOT_FOUND', `There is no queue "${name}".`);
  const need = (await unfinishedTask(tx, name)) ?? (await heldPlace(tx, name)) ?? (await schedule(tx, name));
  if (need !== null) throw new RaydeckError('PRECONDITION', `Queue "${name}" ${need}`);
  await tx.queue.delete({ where: { name } });
  await tx.limitCounter.deleteMany({ where: { queue: name } });
  await tx.keyCounter.deleteMany({ where: { queue: name } });
  const before = { ...settingsOf(row), paused: row.paused };
  await audit(tx, context, { action: 'queue.delete', targetType: 'queue', targetId: name, reason: why, before });
}

/** By its SQLSTATE in raw statements, by the server's words in others. */
function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && /55P03|due to lock timeout/.test(error.message);
}

/** Each look ends at the first row: by the ready index, that of parked tasks, and over what the workers hold. */
async function unfinishedTask(tx: Prisma.TransactionClient, name: string): Promise<string | null> {
  const [found] = await tx.$queryRawUnsafe<{ waits: boolean; runs: boolean }[]>(
    `SELECT EXISTS (SELECT FROM raydeck.task AS t WHERE t.queue = $1 AND t.state = 'QUEUED' AND NOT t.parked)
        OR EXISTS (SELECT FROM raydeck.task AS t WHERE t.queue = $1 AND t.state = 'QUEUED' AND t.parked)
        OR EXISTS (SELECT FROM raydeck.task AS t WHERE t.queue = $1 AND ${inState('BLOCKED')}) AS waits,
      EXISTS (SELECT FROM raydeck.task AS t WHERE t.queue = $1 AND ${inState('RUNNING')}) AS runs`,
    name,
  );
  if (found?.waits) return 'has tasks that wait: let them run, move them or cancel them first.';
  return found?.runs ? 'has tasks that run: let them end or cancel them first.' : null;
}

async function heldPlace(tx: Prisma.TransactionClient, name: string): Promise<string | null> {
  const held = await tx.attempt.findFirst({ where: { slotQueue: name, releasedAt: null }, select: { id: true } });
  return held && `waits until it is known that the execution of attempt ${held.id} is over.`;
}

async function schedule(tx: Prisma.TransactionClient, name: string): Promise<string | null> {
  const user = await tx.schedule.findFirst({ where: { queue: name }, select: { name: true } });
  return user && `is used by schedule "${user.name}".`;
}

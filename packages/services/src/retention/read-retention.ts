import { defaultRetention, type Retention } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { QueueRetention, RetentionChange } from './retention-settings.ts';

/** What the installation says, with the defaults of what it does not. */
export async function readRetention(prisma: Pick<Prisma.TransactionClient, 'retention'>): Promise<Retention> {
  const { settings } = await prisma.retention.findFirstOrThrow();
  return { ...defaultRetention, ...RetentionChange.parse(settings) };
}

/** What queues say of their own, by name. */
export async function readQueueRetention(
  prisma: Pick<Prisma.TransactionClient, 'queue'>,
): Promise<ReadonlyMap<string, QueueRetention>> {
  const queues = await prisma.queue.findMany({ select: { name: true, retention: true } });
  return new Map(
    queues.flatMap(({ name, retention }) => (retention === null ? [] : [[name, QueueRetention.parse(retention)]])),
  );
}

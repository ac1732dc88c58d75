import { RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';

/**
 * For whatever puts a task into a queue, or has one put there later: the queue is there, and is not deleted before this
 * transaction ends. Changes of its settings go on. Throws NOT_FOUND with the path.
 */
export async function holdQueue(tx: Prisma.TransactionClient, name: string, path = 'queue'): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`SELECT name FROM raydeck.queue WHERE name = ${name} FOR KEY SHARE`;
  if (held.length === 0) throw new RaydeckError('NOT_FOUND', `${path}: there is no queue "${name}"`, { path });
}

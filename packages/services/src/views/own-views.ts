import { RaydeckError } from '@raydeck/core';
import type { Prisma, SavedViewModel } from '@raydeck/db';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';

export type SavedView = Omit<SavedViewModel, 'userId'>;

/** Whose views these are: people have some, keys have none. */
export function viewOwner(context: Context): string {
  authorize(context, 'task.read');
  if (context.principal.kind === 'user') return context.principal.userId;
  throw new RaydeckError('FORBIDDEN', 'Views belong to people; a key has none.');
}

/** One change of a person's views at a time: their number, their names and the default hold for all of them together. */
export async function lockViews(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM raydeck."user" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
}

/** Throws CONFLICT when another one of the person's views has the name. */
export async function requireFreeName(
  tx: Prisma.TransactionClient,
  { userId, name, id }: { userId: string; name: string; id?: string },
): Promise<void> {
  const taken = await tx.savedView.findUnique({ where: { userId_name: { userId, name } }, select: { id: true } });
  if (taken && taken.id !== id)
    throw new RaydeckError('CONFLICT', `You have a view “${name}” already.`, { path: 'name' });
}

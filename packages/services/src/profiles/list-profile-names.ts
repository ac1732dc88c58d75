import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';

/** The names that a task may give as its profile. */
export async function listProfileNames(context: Context): Promise<string[]> {
  authorize(context, 'task.enqueue');
  const profiles = await context.db.prisma.profile.findMany({
    distinct: ['name'],
    select: { name: true },
    orderBy: { name: 'asc' },
    take: 1_000,
  });
  return profiles.map((profile) => profile.name);
}

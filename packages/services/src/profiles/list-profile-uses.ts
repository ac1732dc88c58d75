import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';

/** By profile, the queues whose tasks run with it unless they name another. */
export async function listProfileUses(context: Context): Promise<Map<string, string[]>> {
  authorizeWhole(context, 'profile.read');
  const queues = await context.db.prisma.queue.findMany({
    where: { profile: { not: null } },
    select: { name: true, profile: true },
    orderBy: { name: 'asc' },
    take: 1_000,
  });
  const byProfile = Map.groupBy(queues, ({ profile }) => profile ?? '');
  return new Map([...byProfile].map(([profile, users]) => [profile, users.map(({ name }) => name)]));
}

import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { type UserSummary, userSummaryColumns } from './user-summary.ts';

/** Throws NOT_FOUND. */
export async function getUser(context: Context, id: string): Promise<UserSummary> {
  authorizeWhole(context, 'user.read');
  const where = { id: requireUuid(id, 'user') };
  const user = await context.db.prisma.user.findUnique({ where, select: userSummaryColumns });
  if (!user) throw notFound('user');
  return user;
}

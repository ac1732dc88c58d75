import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { type UserSummary, userSummaryColumns } from './user-summary.ts';

/** Everybody who has or had an account, by e-mail. */
export function listUsers(context: Context): Promise<UserSummary[]> {
  authorizeWhole(context, 'user.read');
  return context.db.prisma.user.findMany({ select: userSummaryColumns, orderBy: { email: 'asc' }, take: 1000 });
}

import type { Database } from '@raydeck/db';
import { systemActor } from '../audit.ts';
import { makeLink, type UserLink } from './user-link.ts';

/**
 * A link of a day by which whoever can read the log of an installation's first start becomes its first administrator; null once
 * there is a user. Each call ends the link before.
 */
export async function linkFirstAdministrator(db: Database): Promise<UserLink | null> {
  return db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE raydeck."user" IN SHARE ROW EXCLUSIVE MODE`;
    if ((await tx.user.count()) > 0) return null;
    return makeLink(tx, { purpose: 'first', userId: null, createdBy: systemActor });
  });
}

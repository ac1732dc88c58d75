import type { Principal } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import type { SignedIn } from './sign-in.ts';

/** The person behind a session as of now; null once disabled, or changed since the session began. */
export async function findSessionPrincipal(db: Database, { userId, epoch }: SignedIn): Promise<Principal | null> {
  const user = await db.prisma.user.findUnique({
    where: { id: userId },
    select: { email: true, name: true, role: true, canViewPayload: true, sessionEpoch: true, disabledAt: true },
  });
  if (!user || user.disabledAt || user.sessionEpoch !== epoch) return null;
  const { email, name, role, canViewPayload } = user;
  return { kind: 'user', id: `user:${email}`, userId, name, role, canViewPayload };
}

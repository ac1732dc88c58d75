import type { Principal } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import type { SignedIn } from './sign-in.ts';

type Person = Extract<Principal, { kind: 'user' }>;

/** The person behind a session as of now; null once disabled, or changed since the session began. */
export async function findSessionPrincipal(db: Database, session: SignedIn): Promise<Person | null> {
  const [principal] = await findSessionPrincipals(db, [session]);
  return principal ?? null;
}

/** The same for many sessions by one statement, in their order. */
export async function findSessionPrincipals(db: Database, sessions: readonly SignedIn[]): Promise<(Person | null)[]> {
  const users = await db.prisma.user.findMany({
    where: { id: { in: [...new Set(sessions.map(({ userId }) => userId))] } },
    select: {
      id: true,
      email: true,
      name: true,
      role: true,
      canViewPayload: true,
      sessionEpoch: true,
      disabledAt: true,
    },
  });
  const byId = new Map(users.map((user) => [user.id, user]));
  return sessions.map(({ userId, epoch }) => {
    const user = byId.get(userId);
    if (!user || user.disabledAt || user.sessionEpoch !== epoch) return null;
    const { email, name, role, canViewPayload } = user;
    return { kind: 'user', id: `user:${email}`, userId, name, role, canViewPayload };
  });
}

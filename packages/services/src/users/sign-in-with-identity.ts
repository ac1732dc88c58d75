import { RaydeckError, type Role } from '@raydeck/core';
import type { Database, Prisma } from '@raydeck/db';
import { hashPassword } from './password.ts';
import type { SignedIn } from './sign-in.ts';
import { emailAddress } from './email-address.ts';
import { unknownPassword } from './user-link.ts';

/** Who somebody is, by the word of an OpenID provider that the installation trusts. */
export interface ProvenIdentity {
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
  /** What the provider's claims give; `unmanaged`: the provider says nothing of roles; null: none. */
  role: Role | null | 'unmanaged';
}

/**
 * Signs somebody in by issuer and subject. The first time, an account with the same e-mail address is linked, or one is made where
 * claims give a role, and only by an address that the provider has verified: else whoever writes another's address into a profile
 * would be that other. Roles follow the claims at each sign-in, but that an installation keeps an administrator. Throws FORBIDDEN
 * with a `path` that says why: `unverified`, `unknown`, `role`, `disabled`. Twice at once: one of the two may have to be repeated.
 */
export async function signInWithIdentity(db: Database, identity: ProvenIdentity): Promise<SignedIn> {
  if (identity.role === null) throw refuse('role', 'No group of yours has a role here. Ask an administrator.');
  const passwordHash = await hashPassword(unknownPassword());
  return db.prisma.$transaction(async (tx) => {
    const user = (await findLinked(tx, identity)) ?? (await link(tx, identity, passwordHash));
    if (user.disabledAt) throw refuse('disabled', 'This account is disabled.');
    const epoch = await followRole(tx, user, identity);
    await tx.$executeRaw`UPDATE raydeck."user" SET last_sign_in_at = clock_timestamp() WHERE id = ${user.id}::uuid`;
    return { userId: user.id, epoch };
  });
}

const columns = { id: true, email: true, role: true, sessionEpoch: true, disabledAt: true } as const;
type Row = Prisma.UserGetPayload<{ select: typeof columns }>;

async function findLinked(tx: Prisma.TransactionClient, { issuer, subject }: ProvenIdentity): Promise<Row | null> {
  const where = { issuer_subject: { issuer, subject } };
  const linked = await tx.userIdentity.findUnique({ where, select: { user: { select: columns } } });
  return linked?.user ?? null;
}

/** The lock keeps two first sign-ins with one address from making two accounts. */
async function link(tx: Prisma.TransactionClient, identity: ProvenIdentity, passwordHash: string): Promise<Row> {
  const email = emailAddress.safeParse(identity.email).data;
  if (!email || !identity.isEmailVerified) {
    throw refuse('unverified', 'Your provider does not vouch for your e-mail address.');
  }
  await tx.$executeRaw`LOCK TABLE raydeck."user" IN SHARE ROW EXCLUSIVE MODE`;
  const known = await tx.user.findUnique({ where: { email }, select: columns });
  const user = known ?? (await make(tx, { identity, email, passwordHash }));
  const { issuer, subject } = identity;
  await tx.userIdentity.create({ data: { issuer, subject, userId: user.id } });
  const action = known ? 'user.link_identity' : 'user.create';
  await note(tx, user, { action, after: { email, role: user.role, issuer } });
  return user;
}

async function make(
  tx: Prisma.TransactionClient,
  { identity: { role, name }, email, passwordHash }: { identity: ProvenIdentity; email: string; passwordHash: string },
): Promise<Row> {
  if (role === null || role === 'unmanaged') {
    throw refuse('unknown', 'You have no account here yet. Ask an administrator to invite you.');
  }
  const data = { email, role, name: (name?.trim() || email).slice(0, 100), passwordHash, canViewPayload: false };
  return tx.user.create({ data, select: columns });
}

/** Another role ends the sessions begun before. */
async function followRole(tx: Prisma.TransactionClient, user: Row, { role, issuer }: ProvenIdentity): Promise<number> {
  if (role === null || role === 'unmanaged' || role === user.role) return user.sessionEpoch;
  // As updateUser does, in one order: two administrators who lose their role at once must not both go.
  await tx.$queryRaw`SELECT id FROM raydeck."user" WHERE role = 'ADMIN' OR id = ${user.id}::uuid ORDER BY id FOR UPDATE`;
  const others = await tx.user.count({ where: { role: 'ADMIN', disabledAt: null, id: { not: user.id } } });
  if (user.role === 'ADMIN' && others === 0) return user.sessionEpoch;
  const data = { role, sessionEpoch: { increment: 1 } };
  const { sessionEpoch } = await tx.user.update({ where: { id: user.id }, data, select: { sessionEpoch: true } });
  await note(tx, user, { action: 'user.update', before: { role: user.role }, after: { role, issuer } });
  return sessionEpoch;
}

async function note(
  tx: Prisma.TransactionClient,
  { id, email, role }: Row,
  entry: { action: string; before?: Prisma.InputJsonObject; after: Prisma.InputJsonObject },
): Promise<void> {
  await tx.auditLog.create({
    data: { actor: `user:${email}`, actorRole: role, targetType: 'user', targetId: id, ...entry },
  });
}

function refuse(path: 'unverified' | 'unknown' | 'role' | 'disabled', message: string): RaydeckError {
  return new RaydeckError('FORBIDDEN', message, { path });
}

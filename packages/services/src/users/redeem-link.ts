import { RaydeckError } from '@raydeck/core';
import type { Database, Prisma } from '@raydeck/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { emailAddress } from './email-address.ts';
import { findLink } from './find-link.ts';
import { hashPassword, newPassword } from './password.ts';
import { hashToken, linkIsOver } from './user-link.ts';

export const LinkRedemption = z.strictObject({
  token: z.string().min(1).max(200),
  password: newPassword,
  name: z.string().trim().min(1, 'A person has a name.').max(100).optional(),
  /** Of the first administrator only. */
  email: emailAddress.optional(),
});
export type LinkRedemption = z.input<typeof LinkRedemption>;

/**
 * Opens an account by its link, gives it a new password, or makes the first administrator; sessions begun before end, and no other link
 * of the account works any more. Throws NOT_FOUND for a link that is over, INVALID. Twice at once: one of the two finds it used.
 * A crash leaves the link, or the account with its audit row.
 */
export async function redeemLink(db: Database, input: LinkRedemption): Promise<{ email: string }> {
  const { token, password, name, email } = parseInput(LinkRedemption, input);
  // Before the work of a hash, which whoever knows no link must not be able to ask for.
  await findLink(db, token);
  const passwordHash = await hashPassword(password);
  return db.prisma.$transaction(async (tx) => {
    const [link] = await tx.$queryRaw<{ userId: string | null }[]>`
      DELETE FROM raydeck.user_link WHERE token_hash = ${hashToken(token)} AND expires_at > clock_timestamp()
      RETURNING user_id AS "userId"`;
    if (!link) throw linkIsOver();
    const who = { name, passwordHash };
    return link.userId === null ? makeFirst(tx, { ...who, email }) : openAccount(tx, { ...who, id: link.userId });
  });
}

async function openAccount(
  tx: Prisma.TransactionClient,
  { id, name, passwordHash }: { id: string; name: string | undefined; passwordHash: string },
): Promise<{ email: string }> {
  const changed = await tx.user.updateMany({
    where: { id, disabledAt: null },
    data: { passwordHash, sessionEpoch: { increment: 1 }, ...(name !== undefined && { name }) },
  });
  if (changed.count === 0) throw linkIsOver();
  await tx.userLink.deleteMany({ where: { userId: id } });
  const user = await tx.user.findUniqueOrThrow({ where: { id }, select: { email: true, role: true } });
  await tx.rateLimit.deleteMany({ where: { key: `sign-in:account:${user.email}` } });
  await note(tx, { ...user, id, action: 'user.use_link' });
  return { email: user.email };
}

async function makeFirst(
  tx: Prisma.TransactionClient,
  { email, name, passwordHash }: { email: string | undefined; name: string | undefined; passwordHash: string },
): Promise<{ email: string }> {
  if (email === undefined) throw new RaydeckError('INVALID', 'Give your e-mail address.', { path: 'email' });
  // As ensureFirstAdministrator does: the lock conflicts with itself, and readers go on.
  await tx.$executeRaw`LOCK TABLE raydeck."user" IN SHARE ROW EXCLUSIVE MODE`;
  if ((await tx.user.count()) > 0) throw linkIsOver();
  const user = await tx.user.create({
    data: { email, name: name ?? 'Administrator', passwordHash, role: 'ADMIN', canViewPayload: true },
  });
  await note(tx, { email, role: 'ADMIN', id: user.id, action: 'user.create' });
  return { email };
}

async function note(
  tx: Prisma.TransactionClient,
  { email, role, id, action }: { email: string; role: string; id: string; action: string },
): Promise<void> {
  const after = { email, role };
  await tx.auditLog.create({
    data: { actor: `user:${email}`, actorRole: role, action, targetType: 'user', targetId: id, after },
  });
}

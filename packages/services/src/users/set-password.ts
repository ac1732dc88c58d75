import { RaydeckError } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { emailAddress } from './email-address.ts';
import { hashPassword, newPassword } from './password.ts';

/** For whoever holds the machine: sets a password, enables the account and ends its sessions. */
export async function setPassword(db: Database, input: { email: string; password: string }): Promise<void> {
  const email = emailAddress.parse(input.email);
  const passwordHash = await hashPassword(newPassword.parse(input.password));
  await db.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, select: { id: true } });
    if (!user) throw new RaydeckError('NOT_FOUND', `There is no user ${email}.`);
    await tx.user.update({
      where: { email },
      data: { passwordHash, disabledAt: null, sessionEpoch: { increment: 1 } },
    });
    await tx.userLink.deleteMany({ where: { userId: user.id } });
    await tx.rateLimit.deleteMany({ where: { key: `sign-in:account:${email}` } });
    await tx.auditLog.create({
      data: {
        actor: 'system:launcher',
        actorRole: 'SYSTEM',
        action: 'user.reset_password',
        targetType: 'user',
        targetId: user.id,
      },
    });
  });
}

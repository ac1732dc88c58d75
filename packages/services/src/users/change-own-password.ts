import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { countSignIn } from './count-sign-in.ts';
import { hashPassword, isPasswordRight, newPassword } from './password.ts';

export const OwnPasswordChange = z.object({ current: z.string().min(1).max(200), next: newPassword });

export type OwnPasswordChange = z.infer<typeof OwnPasswordChange>;

/** Changes one's own password; all one's sessions end, the one that asks included. */
export async function changeOwnPassword(context: Context, input: OwnPasswordChange): Promise<void> {
  const { principal, db } = context;
  if (principal.kind !== 'user') throw new RaydeckError('FORBIDDEN', 'A key has no password.');
  const { current, next } = OwnPasswordChange.parse(input);
  // Whoever finds an open browser may not guess for ever.
  const [guesses] = await db.run(countSignIn, [[`password:${principal.userId}`], 900]);
  if (guesses && guesses.count > 10) throw new RaydeckError('PRECONDITION', 'Too many attempts. Try again later.');
  const user = await db.prisma.user.findUnique({ where: { id: principal.userId } });
  if (!(await isPasswordRight(user?.passwordHash ?? null, current))) {
    throw new RaydeckError('INVALID', 'The current password is wrong.', { path: 'current' });
  }
  const passwordHash = await hashPassword(next);
  await db.prisma.$transaction(async (tx) => {
    await tx.user.update({
      where: { id: principal.userId },
      data: { passwordHash, sessionEpoch: { increment: 1 } },
    });
    await tx.userLink.deleteMany({ where: { userId: principal.userId } });
    await audit(tx, context, { action: 'user.change_own_password', targetType: 'user', targetId: principal.userId });
  });
}

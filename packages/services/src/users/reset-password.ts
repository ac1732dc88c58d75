import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { hashPassword, newPassword } from './password.ts';

export const PasswordReset = z.object({ id: z.uuid(), password: newPassword });

export type PasswordReset = z.infer<typeof PasswordReset>;

/** Gives somebody a new password, to be handed over by the administrator; their sessions end. */
export async function resetPassword(context: Context, input: PasswordReset): Promise<void> {
  authorize(context, 'user.write');
  const { id, password } = PasswordReset.parse(input);
  const passwordHash = await hashPassword(password);
  await context.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id },
      data: { passwordHash, sessionEpoch: { increment: 1 } },
    });
    if (count === 0) throw new RaydeckError('NOT_FOUND', 'There is no such user.');
    await audit(tx, context, { action: 'user.reset_password', targetType: 'user', targetId: id });
  });
}

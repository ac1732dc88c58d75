import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { hashPassword, newPassword } from './password.ts';
import { requireOwnPayloadPermission } from './payload-permission.ts';

export const PasswordReset = z.object({ id: z.string(), password: newPassword, reason: reason.optional() });

export type PasswordReset = z.infer<typeof PasswordReset>;

/**
 * Gives somebody a new password, to be handed over by the administrator; their sessions end. One's own takes the current one
 * (change-own-password.ts): whoever finds an open browser must not keep the account.
 */
export async function resetPassword(context: Context, input: PasswordReset): Promise<void> {
  authorizeWhole(context, 'user.write');
  const { id: text, password, reason: why } = parseInput(PasswordReset, input);
  const id = requireUuid(text, 'user');
  if (context.principal.kind === 'user' && context.principal.userId === id) {
    throw new RaydeckError('FORBIDDEN', 'Change your own password on the account page, with the current one.');
  }
  const passwordHash = await hashPassword(password);
  await context.db.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id }, select: { canViewPayload: true } });
    if (!user) throw notFound('user');
    if (user.canViewPayload) requireOwnPayloadPermission(context);
    await tx.user.update({ where: { id }, data: { passwordHash, sessionEpoch: { increment: 1 } } });
    await tx.userLink.deleteMany({ where: { userId: id } });
    await audit(tx, context, { action: 'user.reset_password', targetType: 'user', targetId: id, reason: why });
  });
}

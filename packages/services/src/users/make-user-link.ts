import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { reason } from '../reason.ts';
import { requireOwnPayloadPermission } from './payload-permission.ts';
import { makeLink, type UserLink } from './user-link.ts';

export const UserLinkRequest = z.strictObject({ id: z.string(), reason: reason.optional() });
export type UserLinkRequest = z.infer<typeof UserLinkRequest>;

/**
 * A link of a day by which somebody sets a new password; the earlier password holds until then, earlier links do not. Throws
 * NOT_FOUND, FORBIDDEN for one's own account, which takes the current password, PRECONDITION for a disabled one.
 */
export async function makeUserLink(context: Context, input: UserLinkRequest): Promise<UserLink> {
  authorizeWhole(context, 'user.write');
  const { id: text, reason: why } = parseInput(UserLinkRequest, input);
  const id = requireUuid(text, 'user');
  if (context.principal.kind === 'user' && context.principal.userId === id) {
    throw new RaydeckError('FORBIDDEN', 'Change your own password on the account page, with the current one.');
  }
  return context.db.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id }, select: { canViewPayload: true, disabledAt: true } });
    if (!user) throw notFound('user');
    if (user.canViewPayload) requireOwnPayloadPermission(context);
    if (user.disabledAt) throw new RaydeckError('PRECONDITION', 'The account is disabled: enable it first.');
    await audit(tx, context, { action: 'user.make_link', targetType: 'user', targetId: id, reason: why });
    return makeLink(tx, { purpose: 'reset', userId: id, createdBy: context.principal.id });
  });
}

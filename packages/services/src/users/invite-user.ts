import { RaydeckError, roles } from '@raydeck/core';
import { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { emailAddress } from './email-address.ts';
import { hashPassword } from './password.ts';
import { requireOwnPayloadPermission } from './payload-permission.ts';
import { makeLink, unknownPassword, type UserLink } from './user-link.ts';
import { auditedUser, type UserSummary, userSummaryColumns } from './user-summary.ts';

export const Invitation = z.strictObject({
  email: emailAddress,
  role: z.enum(roles),
  canViewPayload: z.boolean().default(false),
});
export type Invitation = z.input<typeof Invitation>;

/**
 * Makes an account that its owner opens by a link of a week, with a name and a password of their own. CONFLICT when the e-mail
 * address has an account, also a disabled one. A crash before the answer leaves an account whose link nobody knows: a new link
 * can be made.
 */
export async function inviteUser(context: Context, input: Invitation): Promise<{ user: UserSummary; link: UserLink }> {
  authorizeWhole(context, 'user.write');
  const invited = parseInput(Invitation, input);
  if (invited.canViewPayload) requireOwnPayloadPermission(context, 'canViewPayload');
  const passwordHash = await hashPassword(unknownPassword());
  const data = { ...invited, name: invited.email.replace(/@.*$/, '').slice(0, 100), passwordHash };
  try {
    return await context.db.prisma.$transaction(async (tx) => {
      const user = await tx.user.create({ data, select: userSummaryColumns });
      const after = auditedUser(user);
      await audit(tx, context, { action: 'user.invite', targetType: 'user', targetId: user.id, after });
      const createdBy = context.principal.id;
      return { user, link: await makeLink(tx, { purpose: 'invite', userId: user.id, createdBy }) };
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    throw new RaydeckError('CONFLICT', `${invited.email} has an account already.`, { path: 'email', cause: error });
  }
}

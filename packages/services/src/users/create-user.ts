import { RaydeckError, roles } from '@raydeck/core';
import { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { emailAddress } from './email-address.ts';
import { hashPassword, newPassword } from './password.ts';
import { requireOwnPayloadPermission } from './payload-permission.ts';
import { auditedUser, type UserSummary, userSummaryColumns } from './user-summary.ts';

export const NewUser = z.object({
  email: emailAddress,
  name: z.string().trim().min(1, 'A person has a name.').max(100),
  password: newPassword,
  role: z.enum(roles),
  canViewPayload: z.boolean(),
});

export type NewUser = z.infer<typeof NewUser>;

/** Lets a person in. CONFLICT when the e-mail address has an account, also a disabled one. */
export async function createUser(context: Context, input: NewUser): Promise<UserSummary> {
  authorizeWhole(context, 'user.write');
  const { password, ...rest } = parseInput(NewUser, input);
  if (rest.canViewPayload) requireOwnPayloadPermission(context, 'canViewPayload');
  const passwordHash = await hashPassword(password);
  try {
    return await context.db.prisma.$transaction(async (tx) => {
      const user = await tx.user.create({ data: { ...rest, passwordHash }, select: userSummaryColumns });
      await audit(tx, context, {
        action: 'user.create',
        targetType: 'user',
        targetId: user.id,
        after: auditedUser(user),
      });
      return user;
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    throw new RaydeckError('CONFLICT', `${rest.email} has an account already.`, { path: 'email', cause: error });
  }
}

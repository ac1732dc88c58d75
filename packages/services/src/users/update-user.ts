import { RaydeckError, roles } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { auditedUser, type UserSummary, userSummaryColumns } from './user-summary.ts';

export const UserChange = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1, 'A person has a name.').max(100).optional(),
  role: z.enum(roles).optional(),
  canViewPayload: z.boolean().optional(),
  disabled: z.boolean().optional(),
  reason: z.string().trim().max(500).optional(),
});

export type UserChange = z.infer<typeof UserChange>;

/** Changes role, payload visibility, name or status; sessions begun before end. The last administrator stays one. */
export async function updateUser(context: Context, input: UserChange): Promise<UserSummary> {
  authorize(context, 'user.write');
  const { id, disabled, reason, name, role, canViewPayload } = UserChange.parse(input);
  return context.db.prisma.$transaction(async (tx) => {
    await lockUsers(tx, id);
    const before = await tx.user.findUnique({ where: { id }, select: userSummaryColumns });
    if (!before) throw new RaydeckError('NOT_FOUND', 'There is no such user.');
    const after = await tx.user.update({
      where: { id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
        ...(canViewPayload === undefined ? {} : { canViewPayload }),
        ...(disabled === undefined ? {} : { disabledAt: disabled ? (before.disabledAt ?? new Date()) : null }),
        sessionEpoch: { increment: 1 },
      },
      select: userSummaryColumns,
    });
    await refuseWithoutAdministrator(tx);
    await audit(tx, context, {
      action: 'user.update',
      targetType: 'user',
      targetId: id,
      reason,
      before: auditedUser(before),
      after: auditedUser(after),
    });
    return after;
  });
}

/** Two administrators who demote each other at once would both see one left: the rows are locked, in one order. */
async function lockUsers(tx: Prisma.TransactionClient, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM raydeck."user" WHERE role = 'ADMIN' OR id = ${id}::uuid ORDER BY id FOR UPDATE`;
}

async function refuseWithoutAdministrator(tx: Prisma.TransactionClient): Promise<void> {
  const left = await tx.user.count({ where: { role: 'ADMIN', disabledAt: null } });
  if (left === 0)
    throw new RaydeckError('PRECONDITION', 'This is the last administrator: make somebody else one first.');
}

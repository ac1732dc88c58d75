import { RaydeckError, roles } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { pauseSchedulesOf } from '../schedules/pause-schedules-of.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { requireOwnPayloadPermission } from './payload-permission.ts';
import { auditedUser, type UserSummary, userSummaryColumns } from './user-summary.ts';

export const UserChange = z.object({
  id: z.string(),
  name: z.string().trim().min(1, 'A person has a name.').max(100).optional(),
  role: z.enum(roles).optional(),
  canViewPayload: z.boolean().optional(),
  disabled: z.boolean().optional(),
  /** Whether the person's schedules are paused: they tick on otherwise. */
  pauseSchedules: z.boolean().optional(),
  reason: reason.optional(),
});

export type UserChange = z.infer<typeof UserChange>;

/**
 * Changes role, payload visibility, name or status; sessions begun before end. The last administrator stays one. Throws
 * NOT_FOUND, FORBIDDEN, PRECONDITION. Nothing happens when nothing would change.
 */
export async function updateUser(context: Context, input: UserChange): Promise<UserSummary> {
  authorizeWhole(context, 'user.write');
  const { id: text, reason: why, pauseSchedules, ...change } = parseInput(UserChange, input);
  const id = requireUuid(text, 'user');
  return context.db.prisma.$transaction(async (tx) => {
    await lockUsers(tx, id);
    const before = await tx.user.findUnique({ where: { id }, select: userSummaryColumns });
    if (!before) throw notFound('user');
    if (pauseSchedules) {
      const createdBy = `user:${before.email}`;
      await pauseSchedulesOf(tx, context, { createdBy, reason: why ?? `${before.name} makes no more schedules` });
    }
    const data = differences(before, change);
    if (Object.keys(data).length === 0) return before;
    if (data.canViewPayload === true) requireOwnPayloadPermission(context, 'canViewPayload');
    const after = await tx.user.update({
      where: { id },
      data: { ...data, sessionEpoch: { increment: 1 } },
      select: userSummaryColumns,
    });
    await refuseWithoutAdministrator(tx);
    const entry = { action: 'user.update', targetType: 'user', targetId: id, reason: why } as const;
    await audit(tx, context, { ...entry, before: auditedUser(before), after: auditedUser(after) });
    return after;
  });
}

function differences(
  before: UserSummary,
  { name = before.name, role = before.role, canViewPayload = before.canViewPayload, disabled }: Omit<UserChange, 'id'>,
): Prisma.UserUpdateInput {
  const isDisabled = before.disabledAt !== null;
  return {
    ...(name === before.name ? {} : { name }),
    ...(role === before.role ? {} : { role }),
    ...(canViewPayload === before.canViewPayload ? {} : { canViewPayload }),
    ...((disabled ?? isDisabled) === isDisabled ? {} : { disabledAt: disabled ? new Date() : null }),
  };
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

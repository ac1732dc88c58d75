import type { Prisma } from '@raydeck/db';
import type { TargetType } from '../audit.ts';

/** Who changed something last and by what, for the message of a conflict: " by user:ada@example.com (schedule.update)". */
export async function lastChanged(
  tx: Prisma.TransactionClient,
  target: { targetType: TargetType; targetId: string },
): Promise<string> {
  const row = await tx.auditLog.findFirst({ where: target, orderBy: { id: 'desc' } });
  return row ? ` by ${row.actor} (${row.action})` : '';
}

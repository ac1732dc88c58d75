import { roleOf } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import type { Context } from './context.ts';

/** What an audit row can be about. */
export const targetTypes = [
  'task',
  'task_list',
  'queue',
  'control',
  'worker',
  'cluster',
  'user',
  'api_key',
  'profile',
  'schedule',
  'webhook',
  'bulk_operation',
] as const;

export type TargetType = (typeof targetTypes)[number];

export interface AuditEntry {
  action: string;
  targetType: TargetType;
  targetId: string;
  reason?: string | undefined;
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/** Writes the audit row; called within the transaction of the change itself. */
export async function audit(
  tx: Prisma.TransactionClient,
  { principal }: Pick<Context, 'principal'>,
  entry: AuditEntry,
): Promise<void> {
  const actorRole = principal.id === systemActor ? 'SYSTEM' : roleOf(principal);
  await write(tx, { actor: principal.id, actorRole }, entry);
}

/** Who acts when an installation is set up: nobody is signed in then. No person and no key has such an id. */
export const systemActor = 'system:launcher';

/** The same for what the launcher does. */
export async function auditBySystem(tx: Prisma.TransactionClient, entry: AuditEntry): Promise<void> {
  await write(tx, { actor: systemActor, actorRole: 'SYSTEM' }, entry);
}

async function write(
  tx: Prisma.TransactionClient,
  who: { actor: string; actorRole: string },
  { reason = null, ...rest }: Omit<AuditEntry, 'reason'> & { reason?: string | null | undefined },
): Promise<void> {
  await tx.auditLog.create({ data: { ...rest, ...who, reason } });
}

import { RaydeckError } from '@raydeck/core';
import { Prisma } from '@raydeck/db';
import type { AuditEntry } from '../audit.ts';
import { type ProfileParts, profileChanges } from './profile-changes.ts';
import { type StoredProfile, storedProfileOf } from './stored-profile.ts';

export interface VersionWrite {
  name: string;
  createdBy: string;
  reason: string | undefined;
  /** From the current version, null when there is none, to the next one. */
  next: (current: StoredProfile | null) => ProfileParts | Promise<ProfileParts>;
  audit: (entry: AuditEntry) => Promise<void>;
}

/**
 * Makes the next version of a profile, or keeps the current one when nothing differs. Of two at the same moment one throws
 * CONFLICT; a crash leaves the version with its audit row, or neither.
 */
export async function writeVersion(
  tx: Prisma.TransactionClient,
  { name, createdBy, reason, next, audit }: VersionWrite,
): Promise<{ name: string; version: number; isNew: boolean }> {
  const row = await tx.profile.findFirst({ where: { name }, orderBy: { version: 'desc' } });
  const current = row && storedProfileOf(row);
  const parts = await next(current);
  const changes = profileChanges(current, parts);
  if (current && changes.length === 0) return { name, version: current.version, isNew: false };
  const version = (current?.version ?? 0) + 1;
  const data = { name, version, createdBy, reason: reason ?? null, ...columnsOf(parts) };
  await tx.profile.create({ data }).catch((error: unknown) => {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    throw new RaydeckError('CONFLICT', `Somebody else changed profile "${name}" at the same moment.`, { cause: error });
  });
  const side = (which: 'before' | 'after') =>
    Object.fromEntries(changes.map((change) => [change.path, change[which] as Prisma.InputJsonValue | null]));
  await audit({
    action: 'profile.publish',
    targetType: 'profile',
    targetId: name,
    reason,
    ...(current && { before: { version: current.version, ...side('before') } }),
    after: { version, ...side('after') },
  });
  return { name, version, isNew: true };
}

function columnsOf({ source, requirements, envVars, secrets, python, djangoSettingsModule }: ProfileParts) {
  return {
    packageHash: source.kind === 'package' ? source.hash : null,
    sourceUri: source.kind === 'uri' ? source.uri : null,
    installer: requirements?.installer ?? null,
    requirements: [...(requirements?.packages ?? [])],
    envVars,
    secrets,
    python,
    djangoSettingsModule,
  };
}

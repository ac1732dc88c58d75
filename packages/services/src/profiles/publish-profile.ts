import type { Database, Prisma } from '@raydeck/db';
import { auditBySystem, systemActor } from '../audit.ts';
import { type CodePackage, storePackage } from './store-package.ts';
import { writeVersion } from './write-version.ts';

/**
 * What `./raydeck up --code` does: stores a package, makes a new version of a profile from it, or keeps the current one when
 * it holds the same package already, and has a queue use it. All other settings stay. Twice at once: one of the two
 * throws CONFLICT; a crash leaves all of it or nothing, perhaps with a package that nobody uses.
 */
export async function publishProfile(
  db: Database,
  { name, code, queue }: { name: string; code: CodePackage; queue: string },
): Promise<{ version: number; isNew: boolean }> {
  await storePackage(db, code);
  return db.prisma.$transaction(async (tx) => {
    const { version, isNew } = await writeVersion(tx, {
      name,
      createdBy: systemActor,
      reason: undefined,
      next: (current) => ({ ...(current ?? nothing), source: { kind: 'package', hash: code.hash } }),
      audit: (entry) => auditBySystem(tx, entry),
    });
    await useInQueue(tx, queue, name);
    return { version, isNew };
  });
}

const nothing = { requirements: null, envVars: {}, secrets: {}, python: null, djangoSettingsModule: null };

async function useInQueue(tx: Prisma.TransactionClient, queue: string, profile: string): Promise<void> {
  const before = await tx.queue.findUniqueOrThrow({ where: { name: queue }, select: { profile: true } });
  if (before.profile === profile) return;
  await tx.queue.update({ where: { name: queue }, data: { profile, updatedAt: new Date() } });
  await auditBySystem(tx, { action: 'queue.update', targetType: 'queue', targetId: queue, before, after: { profile } });
}

import { RaydeckError } from '@raydeck/core';
import { type Database, Prisma } from '@raydeck/db';
import { auditBySystem, systemActor } from '../audit.ts';

/** A zip of user code, by content hash. */
export interface CodePackage {
  hash: string;
  content: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a new version of a profile from a package, or keeps the current one when it holds the same package already, and
 * has a queue use it. Twice at once: one of the two throws CONFLICT; a crash leaves all of it or nothing.
 */
export async function publishProfile(
  db: Database,
  { name, code, queue }: { name: string; code: CodePackage; queue: string },
): Promise<{ version: number; isNew: boolean }> {
  return db.prisma.$transaction(async (tx) => {
    const current = await tx.profile.findFirst({ where: { name }, orderBy: { version: 'desc' } });
    const isNew = current?.packageHash !== code.hash;
    const version = isNew ? (current?.version ?? 0) + 1 : current.version;
    if (isNew) await createVersion(tx, { name, version, code, envVars: current?.envVars ?? {} });
    await useInQueue(tx, queue, name);
    return { version, isNew };
  });
}

async function createVersion(
  tx: Prisma.TransactionClient,
  {
    name,
    version,
    code,
    envVars,
  }: { name: string; version: number; code: CodePackage; envVars: Prisma.InputJsonValue },
): Promise<void> {
  const { hash, content } = code;
  await tx.package.upsert({ where: { hash }, create: { hash, content, sizeBytes: content.byteLength }, update: {} });
  try {
    await tx.profile.create({ data: { name, version, packageHash: hash, envVars, createdBy: systemActor } });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    throw new RaydeckError('CONFLICT', `Somebody else published profile "${name}" at the same moment.`, {
      cause: error,
    });
  }
  const after = { version, packageHash: hash };
  await auditBySystem(tx, { action: 'profile.publish', targetType: 'profile', targetId: name, after });
}

async function useInQueue(tx: Prisma.TransactionClient, queue: string, profile: string): Promise<void> {
  const before = await tx.queue.findUniqueOrThrow({ where: { name: queue }, select: { profile: true } });
  if (before.profile === profile) return;
  await tx.queue.update({ where: { name: queue }, data: { profile, updatedAt: new Date() } });
  await auditBySystem(tx, { action: 'queue.update', targetType: 'queue', targetId: queue, before, after: { profile } });
}

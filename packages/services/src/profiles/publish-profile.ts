import type { Database } from '@raydeck/db';
import { RaydeckError } from '@raydeck/core';

/** A zip of user code, by content hash. */
export interface CodePackage {
  hash: string;
  content: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a new version of a profile from a package, or returns the current one when it holds the same package already.
 * Twice at once: one of the two throws CONFLICT; a crash leaves at most an unused package.
 */
export async function publishProfile(
  db: Database,
  { name, code, createdBy }: { name: string; code: CodePackage; createdBy: string },
): Promise<{ version: number; isNew: boolean }> {
  const current = await db.prisma.profile.findFirst({ where: { name }, orderBy: { version: 'desc' } });
  if (current?.packageHash === code.hash) return { version: current.version, isNew: false };
  const version = (current?.version ?? 0) + 1;
  const { hash, content } = code;
  await db.prisma.package.upsert({
    where: { hash },
    create: { hash, content, sizeBytes: content.byteLength },
    update: {},
  });
  try {
    await db.prisma.profile.create({
      data: { name, version, packageHash: hash, envVars: current?.envVars ?? {}, createdBy },
    });
  } catch (error) {
    throw new RaydeckError('CONFLICT', `Somebody else published profile "${name}" at the same moment.`, {
      cause: error,
    });
  }
  return { version, isNew: true };
}

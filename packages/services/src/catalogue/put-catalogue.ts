import { RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { profileNotFound, requireProfileName } from '../profiles/profile-not-found.ts';
import { CatalogueEntry } from './catalogue-entry.ts';

/** All that a profile version holds to be called. */
export const CataloguePut = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  entries: z
    .array(CatalogueEntry)
    .max(1_000)
    .refine(
      (entries) => new Set(entries.map(({ callable }) => callable)).size === entries.length,
      'must not hold one callable twice',
    ),
});
export type CataloguePut = z.input<typeof CataloguePut>;

/** Replaces the catalogue of a profile version. Throws INVALID, NOT_FOUND. Twice: the same; a crash leaves the old or the new. */
export async function putCatalogue(context: Context, input: CataloguePut): Promise<{ count: number }> {
  authorizeWhole(context, 'catalogue.write');
  const { name, version, entries } = parseInput(CataloguePut, input);
  requireProfileName(name);
  await context.db.prisma.$transaction(async (tx) => {
    // Held against another put at the same moment, which would leave a mixture of both.
    const [profile] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM raydeck.profile WHERE name = ${name} AND version = ${version} FOR NO KEY UPDATE`;
    if (!profile) throw profileNotFound(name, version);
    await tx.catalogueEntry.deleteMany({ where: { profileId: profile.id } });
    await tx.catalogueEntry.createMany({ data: entries.map((entry) => rowOf(profile.id, entry)) });
    const after = { version, count: entries.length };
    await audit(tx, context, { action: 'catalogue.put', targetType: 'profile', targetId: name, after });
  });
  return { count: entries.length };
}

function rowOf(profileId: string, { parameters, returns, options, ...entry }: CatalogueEntry) {
  return {
    ...entry,
    profileId,
    parameters: jsonOf(parameters),
    ...(returns && { returns: jsonOf(returns) }),
    options: jsonOf(options),
  };
}

/** What came as JSON, or was checked to be storable as such. */
function jsonOf(value: unknown): Prisma.InputJsonValue {
  if (value === undefined) throw new RaydeckError('INTERNAL', 'There is no value to store.');
  return value as Prisma.InputJsonValue;
}

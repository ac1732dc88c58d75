import { checkSourceUri, type ProfileSource, RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { keepSecrets } from './keep-secrets.ts';
import { unmaskProfile } from './profile-shown.ts';
import { profileName, ProfileSettings } from './profile-settings.ts';
import { writeVersion } from './write-version.ts';

/** A profile as it shall be. */
export const ProfilePut = z.strictObject({ name: profileName, settings: ProfileSettings, reason: reason.optional() });
export type ProfilePut = z.input<typeof ProfilePut>;

/**
 * Makes a new version of a profile, unless nothing differs from the current one. Throws INVALID with the path of the bad
 * setting, PRECONDITION for a package that was not uploaded or a secret without a key to keep it, CONFLICT when somebody
 * else changed it at the same moment. Twice: the second finds nothing to do.
 */
export async function putProfile(
  context: Context,
  input: ProfilePut,
): Promise<{ name: string; version: number; isNew: boolean }> {
  authorizeWhole(context, 'profile.write');
  const { name, settings, reason: why } = parseInput(ProfilePut, input);
  return context.db.prisma.$transaction(async (tx) => {
    return writeVersion(tx, {
      name,
      createdBy: context.principal.id,
      reason: why,
      next: async (current) => {
        const asked = unmaskProfile(settings, current, plainRedaction(context));
        return {
          ...asked,
          source: await sourceOf(tx, asked.source),
          requirements: asked.requirements?.packages.length ? asked.requirements : null,
          secrets: keepSecrets({
            profile: name,
            asked: asked.secrets,
            kept: current?.secrets ?? {},
            ring: context.keyRing,
          }),
        };
      },
      audit: (entry) => audit(tx, context, entry),
    });
  });
}

async function sourceOf(tx: Prisma.TransactionClient, source: ProfileSource): Promise<ProfileSource> {
  if (source.kind === 'package' && (await tx.package.count({ where: { hash: source.hash } })) === 0) {
    throw new RaydeckError('PRECONDITION', `source.hash: there is no package ${source.hash}: upload it first`, {
      path: 'source.hash',
    });
  }
  if (source.kind !== 'uri') return source;
  const checked = checkSourceUri(source.uri);
  return 'uri' in checked ? { kind: 'uri', uri: checked.uri } : source;
}

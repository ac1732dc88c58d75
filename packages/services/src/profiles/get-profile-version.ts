import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { profileNotFound, requireProfileName } from './profile-not-found.ts';
import { type Profile, profileSummaryOf, summarised } from './profile-summary.ts';

/** Throws NOT_FOUND for a name or version that is none. */
export async function getProfileVersion(
  context: Context,
  { name, version }: { name: string; version: number },
): Promise<Profile> {
  authorizeWhole(context, 'profile.read');
  requireProfileName(name);
  const where = { name_version: { name, version } };
  const row = await context.db.prisma.profile.findUnique({ where, include: summarised });
  if (!row) throw profileNotFound(name, version);
  return profileSummaryOf(row, plainRedaction(context));
}

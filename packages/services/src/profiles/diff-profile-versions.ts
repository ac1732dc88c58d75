import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { profileNotFound, requireProfileName } from './profile-not-found.ts';
import { type ProfileChange, profileChanges } from './profile-changes.ts';
import { changesShown } from './profile-shown.ts';
import { storedProfileOf } from './stored-profile.ts';

/** What differs between two versions of a profile. Throws NOT_FOUND for a name or version that is none. */
export async function diffProfileVersions(
  context: Context,
  { name, from, to }: { name: string; from: number; to: number },
): Promise<{ from: number; to: number; changes: ProfileChange[] }> {
  authorizeWhole(context, 'profile.read');
  requireProfileName(name);
  const read = async (version: number) => {
    const row = await context.db.prisma.profile.findUnique({ where: { name_version: { name, version } } });
    if (!row) throw profileNotFound(name, version);
    return storedProfileOf(row);
  };
  const [before, after] = await Promise.all([read(from), read(to)]);
  return { from, to, changes: changesShown(profileChanges(before, after), plainRedaction(context)) };
}

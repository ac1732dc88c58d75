import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { type Profile, profileSummaryOf, summarised } from './profile-summary.ts';

/** The current version of each profile, by name. */
export async function listProfiles(context: Context): Promise<Profile[]> {
  authorizeWhole(context, 'profile.read');
  const { prisma } = context.db;
  const current = await prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (name) id FROM raydeck.profile ORDER BY name, version DESC LIMIT 1000`;
  const rows = await prisma.profile.findMany({
    where: { id: { in: current.map(({ id }) => id) } },
    include: summarised,
    orderBy: { name: 'asc' },
  });
  const redaction = plainRedaction(context);
  return rows.map((row) => profileSummaryOf(row, redaction));
}

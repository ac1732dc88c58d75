import { isCallableAllowed } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { rulesOf } from '../redaction/redactions.ts';
import { type CatalogueEntry, StoredEntry } from './catalogue-entry.ts';
import { entryShown } from './entry-shown.ts';

/** Which part of the catalogue; `callable` is a whole path. */
export interface CatalogueFilter {
  profile?: string | undefined;
  callable?: string | undefined;
}

export type ListedEntry = CatalogueEntry & { profile: string; version: number };

/** Enough for any console; a filter by profile makes it a thousand at most. */
const most = 5_000;

/** What the current versions of the profiles hold, by profile and path, as far as a key's callables reach. */
export async function listCatalogue(context: Context, filter: CatalogueFilter = {}): Promise<ListedEntry[]> {
  authorize(context, 'catalogue.read');
  const { prisma } = context.db;
  const { profile = null, callable } = filter;
  // What no database could look for is in none.
  if (`${profile}${callable}`.includes('\0')) return [];
  const current = await prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (name) id FROM raydeck.profile WHERE ${profile}::text IS NULL OR name = ${profile}
    ORDER BY name, version DESC LIMIT 1000`;
  const rows = await prisma.catalogueEntry.findMany({
    where: { profileId: { in: current.map(({ id }) => id) }, ...(callable !== undefined && { callable }) },
    include: { profile: { select: { name: true, version: true } } },
    orderBy: [{ profile: { name: 'asc' } }, { callable: 'asc' }],
    take: most,
  });
  const { principal } = context;
  const rules = rulesOf(context);
  const reached = rows.filter(
    (row) => principal.kind === 'user' || isCallableAllowed(principal.callables, row.callable),
  );
  return reached.map(({ profile: { name, version }, ...row }) => ({
    ...entryShown(StoredEntry.parse(row), rules),
    profile: name,
    version,
  }));
}

import { isCallableAllowed } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';

/** Paths that the current versions of the profiles hold, for menus, as far as a key's callables reach; 2,000 at most. */
export async function listCallables(context: Context): Promise<string[]> {
  authorize(context, 'catalogue.read');
  const { db, principal } = context;
  const rows = await db.prisma.$queryRaw<{ callable: string }[]>`
    SELECT DISTINCT e.callable FROM raydeck.catalogue_entry AS e
    WHERE e.profile_id IN (SELECT DISTINCT ON (name) id FROM raydeck.profile ORDER BY name, version DESC LIMIT 1000)
    ORDER BY e.callable LIMIT 2000`;
  const callables = rows.map((row) => row.callable);
  return principal.kind === 'user' ? callables : callables.filter((one) => isCallableAllowed(principal.callables, one));
}

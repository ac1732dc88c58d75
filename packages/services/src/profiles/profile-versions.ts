import { RaydeckError } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { type StoredProfile, storedProfileOf } from './stored-profile.ts';

/** Profile versions by id, for the processes that execute tasks. */
export interface ProfileVersions {
  /** Throws PRECONDITION when there is none. */
  get(id: string): Promise<StoredProfile>;
}

/** Far more than are in use at once; the one that was asked for longest ago goes first. */
const kept = 200;

/** A version never changes, so each is read once. A reading that failed is not kept. */
export function createProfileVersions(db: Pick<Database, 'prisma'>): ProfileVersions {
  const known = new Map<string, Promise<StoredProfile>>();

  const read = async (id: string): Promise<StoredProfile> => {
    const row = await db.prisma.profile.findUnique({ where: { id } });
    if (row) return storedProfileOf(row);
    throw new RaydeckError('PRECONDITION', 'The profile version that the attempt was claimed with is gone.');
  };

  return {
    get: (id) => {
      const found = known.get(id) ?? read(id);
      known.delete(id);
      known.set(id, found);
      found.catch(() => known.delete(id));
      const [oldest] = known.keys();
      if (known.size > kept && oldest !== undefined) known.delete(oldest);
      return found;
    },
  };
}

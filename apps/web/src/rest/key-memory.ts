import { createHash } from 'node:crypto';
import type { Principal } from '@raydeck/core';

type Verify = (text: string) => Promise<Principal | null>;

export interface KeyMemory {
  verify: Verify;
  /** For when a key was changed here: what is under way then is not remembered either. */
  forget: () => void;
}

/** So long at most a key is served that another process revoked. */
export const keyMemoryMs = 2_000;
/** More keys at once than a console sees; then it starts over. */
const kept = 1_000;

/** Spares a look at the database for each request of a key that was valid a moment ago. Keeps digests, and no key that is none. */
export function keyMemory(verify: Verify, now: () => number = () => performance.now()): KeyMemory {
  let known = new Map<string, { principal: Principal; until: number }>();
  return {
    verify: async (text) => {
      const digest = createHash('sha256').update(text).digest('base64');
      const held = known.get(digest);
      if (held && now() < held.until) return held.principal;
      // Counted from before the look: what it finds was so then.
      const [asked, until] = [known, now() + keyMemoryMs];
      const principal = await verify(text);
      if (asked.size >= kept) asked.clear();
      if (principal) asked.set(digest, { principal, until });
      else asked.delete(digest);
      return principal;
    },
    forget: () => void (known = new Map()),
  };
}

import type { UserLink } from '@raydeck/services';

/** The token stands behind the #, which browsers send to nobody. */
export function linkResource({ token, expiresAt }: UserLink): { path: string; expiresAt: Date } {
  return { path: `/welcome#${token}`, expiresAt };
}

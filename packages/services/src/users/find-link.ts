import type { Database } from '@raydeck/db';
import { hashToken, type LinkPurpose, linkIsOver, linkPurposes } from './user-link.ts';

/** What the holder of a link sees before using it. */
export interface FoundLink {
  purpose: LinkPurpose;
  /** Null for the first administrator, who says it. */
  email: string | null;
}

/** Throws NOT_FOUND for every link that does not work. Whoever holds the token may ask: nobody is signed in. */
export async function findLink(db: Database, token: string): Promise<FoundLink> {
  const [row] = await db.prisma.$queryRaw<{ purpose: string; email: string | null }[]>`
    SELECT l.purpose, u.email FROM raydeck.user_link AS l LEFT JOIN raydeck."user" AS u ON u.id = l.user_id
    WHERE l.token_hash = ${hashToken(token)} AND l.expires_at > clock_timestamp() AND u.disabled_at IS NULL`;
  const purpose = linkPurposes.find((known) => known === row?.purpose);
  if (!row || !purpose) throw linkIsOver();
  return { purpose, email: row.email };
}

import { createHash, randomBytes } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';

/** What a link lets its holder do, once. */
export const linkPurposes = ['invite', 'reset', 'first'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** A link just made: its token stands nowhere else. */
export interface UserLink {
  token: string;
  expiresAt: Date;
}

const lifeHours: Record<LinkPurpose, number> = { invite: 7 * 24, reset: 24, first: 24 };

/** Only the newest link of a person works: an older one may have gone to the wrong address. */
export async function makeLink(
  tx: Prisma.TransactionClient,
  { purpose, userId, createdBy }: { purpose: LinkPurpose; userId: string | null; createdBy: string },
): Promise<UserLink> {
  await tx.userLink.deleteMany({ where: userId === null ? { purpose } : { userId } });
  const token = randomBytes(32).toString('base64url');
  const [made] = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO raydeck.user_link (token_hash, purpose, user_id, created_by, expires_at)
    VALUES (${hashToken(token)}, ${purpose}, ${userId}::uuid, ${createdBy},
      clock_timestamp() + make_interval(hours => ${lifeHours[purpose]}::integer))
    RETURNING expires_at AS "expiresAt"`;
  if (!made) throw new Error('An insert returns its row.');
  return { token, expiresAt: made.expiresAt };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The same for a link that was never made, was used, is over, or was followed by another. */
export function linkIsOver(): RaydeckError {
  return new RaydeckError('NOT_FOUND', 'This link has been used, is over, or was followed by a newer one.');
}

/** For accounts that have no password yet: nobody knows it, and it is long enough that nobody will. */
export function unknownPassword(): string {
  return randomBytes(32).toString('base64url');
}

import { type Principal, roles, scopes } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { z } from 'zod';

/** Whoever asked, as the operation keeps them. */
export const Requester = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('user'),
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    role: z.enum(roles),
    canViewPayload: z.boolean(),
  }),
  z.object({
    kind: z.literal('key'),
    id: z.string(),
    keyId: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    queues: z.array(z.string()),
    callables: z.array(z.string()),
    ownTasksOnly: z.boolean(),
    canViewPayload: z.boolean(),
  }),
]);

/** What they are now; null once the account is disabled or gone, or the key revoked or expired. */
export async function currentPrincipal(
  { prisma }: Pick<Database, 'prisma'>,
  asked: Principal,
): Promise<Principal | null> {
  if (asked.kind === 'user') {
    const select = { name: true, role: true, canViewPayload: true } as const;
    const user = await prisma.user.findFirst({ where: { id: asked.userId, disabledAt: null }, select });
    return user && { ...asked, ...user };
  }
  const isValid = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
  const key = await prisma.apiKey.findFirst({
    where: { id: asked.keyId, ...isValid },
    select: { scopes: true, queues: true, callables: true, ownTasksOnly: true, canViewPayload: true },
  });
  return key && Requester.parse({ ...asked, ...key });
}

import { RaydeckError, type Scope } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { systemActor } from '../audit.ts';
import { hashSecret, parseKeyText } from './key-text.ts';

const programScopes: Scope[] = ['tasks:read', 'tasks:write', 'tasks:operate'];

/**
 * Makes the key of a secrets file known, with its whole reach. One that somebody revoked stays revoked: `isRevoked`. Safe to
 * repeat.
 */
export async function ensureApiKey(
  db: Database,
  { name, text, scopes = programScopes }: { name: string; text: string; scopes?: Scope[] },
): Promise<{ isRevoked: boolean }> {
  const parts = parseKeyText(text);
  if (!parts)
    throw new RaydeckError('INVALID', 'is not an API key (rdk_<10 characters>_<43 characters>)', { path: 'text' });
  const secretHash = hashSecret(parts.secret);
  const valid = {
    name,
    secretHash,
    scopes,
    queues: [],
    callables: [],
    ownTasksOnly: false,
    canViewPayload: true,
    expiresAt: null,
  };
  const { revokedAt } = await db.prisma.apiKey.upsert({
    where: { prefix: parts.prefix },
    create: { ...valid, prefix: parts.prefix, createdBy: systemActor },
    update: valid,
  });
  return { isRevoked: revokedAt !== null };
}

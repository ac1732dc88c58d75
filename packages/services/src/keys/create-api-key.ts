import { RaydeckError, scopes } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { rowName } from '../queues/queue-settings.ts';
import { apiKeyColumns, apiKeySummary, type ApiKeySummary } from './api-key-summary.ts';
import { hashSecret, newKeyText, parseKeyText } from './key-text.ts';

const prefixPattern = /^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)*$/;

export const NewApiKey = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1),
  /** Empty: all. */
  queues: z.array(rowName).max(100).default([]),
  /** Dotted prefixes; empty: all. */
  callables: z.array(z.string().max(255).regex(prefixPattern, 'must be a dotted path')).max(100).default([]),
  /** Whether only tasks that the key itself enqueued exist for it. */
  ownTasksOnly: z.boolean().default(false),
  canViewPayload: z.boolean().default(false),
  expiresAt: z.date().nullable().default(null),
});
export type NewApiKey = z.input<typeof NewApiKey>;

/** A key just made, with its text, which stands nowhere else. */
export type MadeApiKey = ApiKeySummary & { text: string };

/**
 * Makes a key. Throws INVALID with the path of the bad field, and FORBIDDEN for more than the maker may do. Twice: two keys. A
 * crash before the answer leaves a key that nobody knows the text of.
 */
export async function createApiKey(context: Context, input: NewApiKey): Promise<MadeApiKey> {
  authorizeWhole(context, 'key.write');
  const data = parseInput(NewApiKey, input);
  if (data.expiresAt && data.expiresAt.getTime() <= Date.now()) {
    throw new RaydeckError('INVALID', 'expiresAt: must lie in the future', { path: 'expiresAt' });
  }
  const text = newKeyText();
  const { prefix, secret } = partsOf(text);
  return context.db.prisma.$transaction(async (tx) => {
    await refuseMoreThanOwn(tx, context, data);
    const row = { ...data, prefix, secretHash: hashSecret(secret), createdBy: context.principal.id };
    const key = await tx.apiKey.create({ data: row, select: apiKeyColumns });
    const after = { ...data, prefix, expiresAt: data.expiresAt?.toISOString() ?? null };
    await audit(tx, context, { action: 'key.create', targetType: 'api_key', targetId: key.id, after });
    return { ...apiKeySummary(key), text };
  });
}

/** A key must not make a key that may do more than itself, or for longer. */
async function refuseMoreThanOwn(
  tx: Prisma.TransactionClient,
  { principal }: Context,
  wanted: z.infer<typeof NewApiKey>,
): Promise<void> {
  if (wanted.canViewPayload && !principal.canViewPayload) {
    throw new RaydeckError('FORBIDDEN', 'Payload permission can only be given by who has it.', {
      path: 'canViewPayload',
    });
  }
  if (principal.kind === 'user') return;
  const own = await tx.apiKey.findUnique({ where: { id: principal.keyId }, select: { expiresAt: true } });
  const end = own?.expiresAt;
  if (!end || (wanted.expiresAt && wanted.expiresAt <= end)) return;
  const problem = `expiresAt: must be at ${end.toISOString()}, when the key that makes it expires, or before`;
  throw new RaydeckError('FORBIDDEN', problem, { path: 'expiresAt' });
}

function partsOf(text: string) {
  const parts = parseKeyText(text);
  if (!parts) throw new RaydeckError('INTERNAL', 'A new key has the form of keys.');
  return parts;
}

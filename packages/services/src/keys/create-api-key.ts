import { RaydeckError, scopes } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { hashSecret, newKeyText, parseKeyText } from './key-text.ts';

const prefixPattern = /^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)*$/;

export const NewApiKey = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1),
  /** Empty: all. */
  queues: z.array(z.string().min(1).max(100)).max(100).default([]),
  /** Dotted prefixes; empty: all. */
  callables: z.array(z.string().max(255).regex(prefixPattern, 'must be a dotted path')).max(100).default([]),
  /** Whether only tasks that the key itself enqueued exist for it. */
  ownTasksOnly: z.boolean().default(false),
  canViewPayload: z.boolean().default(false),
  expiresAt: z.date().nullable().default(null),
});
export type NewApiKey = z.input<typeof NewApiKey>;

/** Makes a key; its text is in this answer and nowhere else. */
export async function createApiKey(context: Context, input: NewApiKey): Promise<{ id: string; text: string }> {
  authorize(context, 'key.write');
  const data = NewApiKey.parse(input);
  refuseMoreThanOwn(context, data);
  const text = newKeyText();
  const { prefix, secret } = partsOf(text);
  const id = await context.db.prisma.$transaction(async (tx) => {
    const row = { ...data, prefix, secretHash: hashSecret(secret), createdBy: context.principal.id };
    const key = await tx.apiKey.create({ data: row, select: { id: true } });
    const after = { ...data, prefix, expiresAt: data.expiresAt?.toISOString() ?? null };
    await audit(tx, context, { action: 'key.create', targetType: 'api_key', targetId: key.id, after });
    return key.id;
  });
  return { id, text };
}

/** A key must not make a key that may do more than itself. */
function refuseMoreThanOwn({ principal }: Context, wanted: z.infer<typeof NewApiKey>): void {
  if (wanted.canViewPayload && !principal.canViewPayload) {
    throw new RaydeckError('FORBIDDEN', 'Payload permission can only be given by who has it.');
  }
  if (principal.kind === 'key' && principal.queues.length + principal.callables.length + +principal.ownTasksOnly > 0) {
    throw new RaydeckError('FORBIDDEN', 'A key with a limited reach cannot make keys.');
  }
}

function partsOf(text: string) {
  const parts = parseKeyText(text);
  if (!parts) throw new RaydeckError('INTERNAL', 'A new key has the form of keys.');
  return parts;
}

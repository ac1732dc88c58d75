import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { pauseSchedulesOf } from '../schedules/pause-schedules-of.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';

/** A key that shall work no more. */
export const ApiKeyRevocation = z.strictObject({
  id: z.string(),
  /** Whether its schedules are paused: they tick on otherwise, for whoever takes the key's place. */
  pauseSchedules: z.boolean().default(false),
  reason: reason.optional(),
});
export type ApiKeyRevocation = z.input<typeof ApiKeyRevocation>;

/** Ends a key at once and for good; its row stays. Throws NOT_FOUND, CONFLICT when it is revoked already. */
export async function revokeApiKey(context: Context, input: ApiKeyRevocation): Promise<void> {
  authorizeWhole(context, 'key.write');
  const { id: text, pauseSchedules, reason: why } = parseInput(ApiKeyRevocation, input);
  const id = requireUuid(text, 'key');
  await context.db.prisma.$transaction(async (tx) => {
    const revoked = await tx.$queryRaw<{ name: string; prefix: string }[]>`
      UPDATE raydeck.api_key SET revoked_at = clock_timestamp() WHERE id = ${id}::uuid AND revoked_at IS NULL
      RETURNING name, prefix`;
    const [key] = revoked;
    if (!key) {
      if ((await tx.apiKey.count({ where: { id } })) === 0) throw notFound('key');
      throw new RaydeckError('CONFLICT', 'The key is revoked already.');
    }
    const createdBy = `key:${key.name}/${key.prefix}`;
    const paused = pauseSchedules
      ? await pauseSchedulesOf(tx, context, { createdBy, reason: `API key ${key.name} was revoked` })
      : [];
    const after = { pausedSchedules: paused };
    const entry = { action: 'key.revoke', targetType: 'api_key', targetId: id, reason: why } as const;
    await audit(tx, context, { ...entry, before: key, after });
  });
}

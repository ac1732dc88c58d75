import { RaydeckError } from '@raydeck/core';
import type { Database, Prisma } from '@raydeck/db';
import { z } from 'zod';
import { secretContext } from '../profiles/keep-secrets.ts';
import { webhookSecretContext } from '../webhooks/webhook-secret.ts';
import { keyIdOf, type KeyRing } from './key-ring.ts';
import { ciphertextOf, openPayload, type PayloadField, schedulePlace, sealPayload } from './sealed-payload.ts';

const Texts = z.record(z.string(), z.string());

/** The same for what no retention removes: schedules, and the secrets of profiles and webhooks. Each row in a transaction of its own. */
export async function renewSmallTables(
  { prisma }: Pick<Database, 'prisma'>,
  ring: KeyRing,
  count: (keyId: string | null) => void,
): Promise<void> {
  const renewed = (ciphertext: string, context: string): string => {
    const anew = isStale(ring, ciphertext) ? reencrypted(ring, ciphertext, context) : ciphertext;
    count(keyIdOf(anew));
    return anew;
  };
  for (const { id } of await prisma.profile.findMany({ select: { id: true } })) {
    await prisma.$transaction(async (tx) => {
      await hold(tx, 'profile', id);
      const { name, secrets } = await tx.profile.findUniqueOrThrow({ where: { id } });
      const kept = Texts.parse(secrets);
      const anew = Object.fromEntries(
        Object.entries(kept).map(([secret, text]) => [secret, renewed(text, secretContext(name, secret))]),
      );
      if (JSON.stringify(anew) !== JSON.stringify(kept))
        await tx.profile.update({ where: { id }, data: { secrets: anew } });
    });
  }
  for (const { id } of await prisma.webhook.findMany({ select: { id: true } })) {
    await prisma.$transaction(async (tx) => {
      await hold(tx, 'webhook', id);
      const row = await tx.webhook.findUnique({ where: { id } });
      if (!row) return;
      const context = webhookSecretContext(id);
      const { previousSecret } = row;
      const data = {
        secret: renewed(row.secret, context),
        previousSecret: previousSecret && renewed(previousSecret, context),
      };
      if (data.secret !== row.secret || data.previousSecret !== previousSecret)
        await tx.webhook.update({ where: { id }, data });
    });
  }
  for (const { id } of await prisma.schedule.findMany({ select: { id: true } })) {
    await prisma.$transaction(async (tx) => {
      await hold(tx, 'schedule', id);
      const row = await tx.schedule.findUnique({ where: { id } });
      if (!row) return;
      const place = schedulePlace(row.name);
      const anew = (field: Exclude<PayloadField, 'result'>): string => {
        const ciphertext = ciphertextOf(row[field]);
        if (ciphertext === null) return row[field];
        if (!isStale(ring, ciphertext)) {
          count(keyIdOf(ciphertext));
          return row[field];
        }
        count(ring.keyIds[0]);
        return sealPayload(ring, place, field, openPayload(ring, place, field, row[field]));
      };
      const data = { args: anew('args'), kwargs: anew('kwargs') };
      if (data.args !== row.args || data.kwargs !== row.kwargs) await tx.schedule.update({ where: { id }, data });
    });
  }
}

async function hold(
  tx: Prisma.TransactionClient,
  table: 'profile' | 'webhook' | 'schedule',
  id: string,
): Promise<void> {
  await tx.$queryRawUnsafe(`SELECT FROM raydeck.${table} WHERE id = $1::uuid FOR NO KEY UPDATE`, id);
}

/** Of another key of the ring, or of the form of earlier versions. */
function isStale(ring: KeyRing, ciphertext: string): boolean {
  const keyId = keyIdOf(ciphertext);
  if (keyId === null || !ring.keyIds.includes(keyId)) return false;
  return keyId !== ring.keyIds[0] || ciphertext.startsWith('e1.');
}

/** What does not open stays as it is: whoever needs it is told. */
function reencrypted(ring: KeyRing, ciphertext: string, context: string): string {
  try {
    return ring.encrypt(ring.decrypt(ciphertext, context), context);
  } catch (error) {
    if (error instanceof RaydeckError) return ciphertext;
    throw error;
  }
}

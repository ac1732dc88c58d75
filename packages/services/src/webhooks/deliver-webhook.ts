import { type Emit, RaydeckError, type RedactionRules, type Storage } from '@raydeck/core';
import type { Database, WebhookModel } from '@raydeck/db';
import { auditBySystem } from '../audit.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import { payloadShown } from './payload-shown.ts';
import { requireKeyRing, signedHeaders, webhookSecretContext } from './webhook-secret.ts';

/** What came of a request: what the receiver answered is not read beyond its status. */
export type Answered = { statusCode: number } | { statusCode: null; error: string };

/** Posts to an address that may be dialed; never throws. */
export type PostWebhook = (url: string, headers: Record<string, string>, body: string) => Promise<Answered>;

export interface DeliveryEngine {
  db: Database;
  emit: Emit;
  keyRing: KeyRing | undefined;
  /** The defaults when it is absent. */
  redaction?: RedactionRules | undefined;
  storage?: Storage | undefined;
  post: PostWebhook;
}

/** A webhook to which nothing arrives for so long is disabled. */
const patienceDays = 5;
const goneStatus = 410;

/**
 * Tries a delivery once. Throws when it did not arrive, to have it tried again. Delivered twice when the process dies between the answer
 * and its row: receivers know a message by its id. One that is delivered already, or whose webhook is gone, is over.
 */
export async function deliverWebhook(engine: DeliveryEngine, deliveryId: string): Promise<void> {
  const { db, emit } = engine;
  const found = await db.prisma.webhookDelivery.findUnique({ where: { id: deliveryId }, include: { webhook: true } });
  if (!found || found.state !== 'PENDING') return;
  const { webhook, event, payload, createdAt } = found;
  if (!webhook.enabled && event !== 'webhook.test') return bury(db, deliveryId, 'The webhook is disabled.');
  const data = await payloadShown(engine, payload);
  const body = JSON.stringify({ type: event, timestamp: createdAt.toISOString(), data });
  const sentAt = performance.now();
  const answered = await post(engine, webhook, deliveryId, body);
  const durationMs = Math.round(performance.now() - sentAt);
  const isThere = answered.statusCode !== null && answered.statusCode >= 200 && answered.statusCode < 300;
  const error = isThere ? null : answered.statusCode === null ? answered.error : `It answered ${answered.statusCode}.`;
  await db.pool.query(
    `UPDATE raydeck.webhook_delivery SET attempts = attempts + 1, tried_at = clock_timestamp(), status_code = $2, duration_ms = $3,
       error = $4, state = CASE WHEN $5 THEN 'DELIVERED' ELSE state END, delivered_at = CASE WHEN $5 THEN clock_timestamp() END
     WHERE id = $1 AND state = 'PENDING'`,
    [deliveryId, answered.statusCode, durationMs, error, isThere],
  );
  emit({
    type: 'webhook.tried',
    webhook: webhook.name,
    deliveryId,
    event,
    statusCode: answered.statusCode,
    error,
    durationMs,
  });
  await noteStanding(db, webhook, answered.statusCode, isThere);
  if (error !== null) throw new RaydeckError('UNAVAILABLE', error);
}

/** All its tries have failed: it stays to be seen, and to be delivered by hand. */
export async function buryDelivery(engine: Pick<DeliveryEngine, 'db' | 'emit'>, deliveryId: string): Promise<void> {
  await bury(engine.db, deliveryId, null);
  engine.emit({ type: 'webhook.gave_up', deliveryId });
}

async function bury(db: Database, deliveryId: string, error: string | null): Promise<void> {
  await db.pool.query(
    `UPDATE raydeck.webhook_delivery SET state = 'DEAD', error = COALESCE($2, error) WHERE id = $1 AND state = 'PENDING'`,
    [deliveryId, error],
  );
}

async function post(
  { keyRing, post: send }: DeliveryEngine,
  webhook: WebhookModel,
  deliveryId: string,
  body: string,
): Promise<Answered> {
  try {
    const ring = requireKeyRing(keyRing);
    const context = webhookSecretContext(webhook.id);
    const isRotating = webhook.previousUntil !== null && webhook.previousUntil.getTime() > Date.now();
    const ciphertexts = [webhook.secret, ...(isRotating && webhook.previousSecret ? [webhook.previousSecret] : [])];
    const secrets = ciphertexts.map((ciphertext) => ring.decrypt(ciphertext, context));
    const headers = signedHeaders(secrets, { id: deliveryId, body, at: new Date() });
    return await send(webhook.url, { 'content-type': 'application/json', ...headers }, body);
  } catch (error) {
    if (error instanceof RaydeckError) return { statusCode: null, error: error.message };
    throw error;
  }
}

/** Whether it is reached; one that has not been for days, or says that it is gone, is disabled, with an audit row. */
async function noteStanding(
  db: Database,
  { id, name }: WebhookModel,
  statusCode: number | null,
  isThere: boolean,
): Promise<void> {
  if (isThere) {
    await db.pool.query('UPDATE raydeck.webhook SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL', [
      id,
    ]);
    return;
  }
  await db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE raydeck.webhook SET failing_since = clock_timestamp() WHERE id = ${id}::uuid AND failing_since IS NULL`;
    const isGone = statusCode === goneStatus;
    const why = isGone ? 'it answered 410: it is gone' : `nothing has arrived for ${patienceDays} days`;
    const disabled = await tx.$executeRaw`
      UPDATE raydeck.webhook SET enabled = false, disabled_reason = ${why}, updated_at = clock_timestamp()
      WHERE id = ${id}::uuid AND enabled
        AND (${isGone} OR failing_since < clock_timestamp() - ${patienceDays} * interval '1 day')`;
    if (disabled === 0) return;
    const after = { enabled: false };
    await auditBySystem(tx, { action: 'webhook.update', targetType: 'webhook', targetId: name, reason: why, after });
  });
}

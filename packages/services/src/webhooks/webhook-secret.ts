import { createHmac, randomBytes } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import type { KeyRing } from '../secrets/key-ring.ts';

const prefix = 'whsec_';
const secretBytes = 32;

/** A secret of the Standard Webhooks' form. */
export function newWebhookSecret(): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64')}`;
}

/** What a ciphertext belongs to: moved to another webhook, it does not decrypt. */
export function webhookSecretContext(webhookId: string): string {
  return `webhook-secret:${webhookId}`;
}

/** Throws PRECONDITION without ENCRYPTION_KEYS: a secret is never kept in the clear. */
export function requireKeyRing(ring: KeyRing | undefined): KeyRing {
  if (ring) return ring;
  throw new RaydeckError(
    'PRECONDITION',
    'Secrets are kept encrypted, and ENCRYPTION_KEYS is not set: give console and workers the same, such as ENCRYPTION_KEYS=k1:$(openssl rand -base64 32).',
  );
}

/**
 * The headers of the Standard Webhooks: one signature for each secret, over id, time and the body as it is sent. A receiver takes the
 * message for ours when one of them is right and the time is near.
 */
export function signedHeaders(
  secrets: readonly string[],
  { id, body, at }: { id: string; body: string; at: Date },
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

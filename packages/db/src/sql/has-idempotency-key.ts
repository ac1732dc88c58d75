import type { Statement } from '../statement.ts';

/** Whether the caller has used the key within its window: then the door answers, whatever the request holds. */
export const hasIdempotencyKey: Statement<[scope: string, key: string], { isTaken: boolean }> = {
  name: 'has-idempotency-key',
  text: `
SELECT EXISTS (SELECT FROM raydeck.idempotency_key
  WHERE scope = $1 AND key = $2 AND expires_at > clock_timestamp()) AS "isTaken"`,
};

import { channel } from '../channel.ts';
import type { Statement } from '../statement.ts';

type Nothing = Record<string, never>;

/** A new process start: a new id, never reused, with its first lease. */
export const registerWorker: Statement<
  [
    id: string,
    name: string,
    hostname: string,
    pid: number,
    version: string,
    queues: string[],
    runners: string[],
    concurrency: number,
    rayAddress: string | null,
    leaseSeconds: number,
    attemptApiUrl: string | null,
  ],
  Nothing
> = {
  name: 'register-worker',
  text: `
INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, ray_address, lease_expires_at, attempt_api_url)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + $10 * interval '1 second', $11)`,
};

/** The same process under a new id, drained if the old one was. No row: the old one's has been pruned. */
export const succeedWorker: Statement<[id: string, previousId: string, leaseSeconds: number], { id: string }> = {
  name: 'succeed-worker',
  text: `
INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, ray_address, lease_expires_at,
  attempt_api_url, drained_at, drained_by, drained_reason)
SELECT $1, name, hostname, pid, version, queues, runners, concurrency, ray_address, clock_timestamp() + $3 * interval '1 second',
  attempt_api_url, drained_at, drained_by, drained_reason
FROM raydeck.worker WHERE id = $2
RETURNING id`,
};

/** No row: the lease is over, and with it this id. */
export const renewLease: Statement<[id: string, leaseSeconds: number], { id: string }> = {
  name: 'renew-lease',
  text: `
UPDATE raydeck.worker SET lease_expires_at = clock_timestamp() + $2 * interval '1 second', last_seen_at = clock_timestamp()
WHERE id = $1 AND stopped_at IS NULL AND lease_expires_at > clock_timestamp()
RETURNING id`,
};

/** An orderly end: others may adopt at once, and are told. */
export const stopWorker: Statement<[id: string], Nothing> = {
  name: 'stop-worker',
  text: `
WITH stopped AS (
  UPDATE raydeck.worker SET stopped_at = clock_timestamp(), last_seen_at = clock_timestamp(),
    lease_expires_at = LEAST(lease_expires_at, clock_timestamp())
  WHERE id = $1 AND stopped_at IS NULL RETURNING id
)
SELECT pg_notify('${channel}', '{"orphans":true}') FROM stopped`,
};

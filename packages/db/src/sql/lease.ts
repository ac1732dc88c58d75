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
  ],
  Nothing
> = {
  name: 'register-worker',
  text: `
INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, ray_address, lease_expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + $10 * interval '1 second')`,
};

/** No row: the lease is over, and with it this id. */
export const renewLease: Statement<[id: string, leaseSeconds: number], { id: string }> = {
  name: 'renew-lease',
  text: `
UPDATE raydeck.worker SET lease_expires_at = clock_timestamp() + $2 * interval '1 second', last_seen_at = clock_timestamp()
WHERE id = $1 AND stopped_at IS NULL AND lease_expires_at > clock_timestamp()
RETURNING id`,
};

/** An orderly end: others may adopt at once. */
export const stopWorker: Statement<[id: string], Nothing> = {
  name: 'stop-worker',
  text: `
UPDATE raydeck.worker SET stopped_at = clock_timestamp(), last_seen_at = clock_timestamp(),
  lease_expires_at = LEAST(lease_expires_at, clock_timestamp())
WHERE id = $1 AND stopped_at IS NULL`,
};

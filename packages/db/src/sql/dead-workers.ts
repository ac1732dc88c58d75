import type { Statement } from '../statement.ts';

/** Workers whose lease is over, for ever: what a gateway must not hear any more before their attempts are judged. */
export const deadWorkers: Statement<[], { workerId: string }> = {
  name: 'dead-workers',
  text: `
SELECT id AS "workerId" FROM raydeck.worker
WHERE lease_expires_at <= clock_timestamp() AND last_seen_at > clock_timestamp() - interval '2 days'
ORDER BY last_seen_at DESC LIMIT 5000`,
};

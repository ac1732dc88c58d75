import type { Statement } from '@raydeck/db';

/**
 * Counts one sign-in for each key and tells the new counts: a window that is over starts again. One statement, so that
 * parallel guesses are all counted; keys in sorted order, so that two of them cannot deadlock.
 */
export const countSignIn: Statement<
  [keys: string[], windowSeconds: number],
  { key: string; count: number; seconds_left: number }
> = {
  name: 'count_sign_in',
  text: `
    INSERT INTO raydeck.rate_limit AS r (key, count, expires_at)
    SELECT k, 1, clock_timestamp() + make_interval(secs => $2) FROM unnest($1::text[]) AS k ORDER BY k
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN r.expires_at <= clock_timestamp() THEN 1 ELSE r.count + 1 END,
      expires_at = CASE WHEN r.expires_at <= clock_timestamp() THEN EXCLUDED.expires_at ELSE r.expires_at END
    RETURNING r.key, r.count, greatest(1, ceil(extract(epoch FROM r.expires_at - clock_timestamp())))::integer AS seconds_left`,
};

/** After a right password: the account starts afresh, the address gets its count back. Windows long over go as well. */
export const forgiveSignIn: Statement<[accountKey: string, addressKey: string], Record<string, never>> = {
  name: 'forgive_sign_in',
  text: `
    WITH gone AS (
      DELETE FROM raydeck.rate_limit WHERE key = $1 OR (expires_at < clock_timestamp() - interval '1 hour' AND key <> $2)
    )
    UPDATE raydeck.rate_limit SET count = count - 1 WHERE key = $2 AND count > 0`,
};

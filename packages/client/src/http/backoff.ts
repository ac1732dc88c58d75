const firstMs = 250;
const longestMs = 10_000;
/** A server that asks for more is asked again after this. */
const longestLeastMs = 60_000;

/**
 * How long to pause after the failure of this number, counted from 0: exponential with full jitter, so that callers who
 * failed together come back apart; never less than the server asked for.
 */
export function backoffMs(failure: number, leastMs = 0): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** failure);
  return Math.max(Math.random() * ceiling, Math.min(leastMs, longestLeastMs));
}

/** The header Retry-After: seconds, or a date. */
export function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** SQLSTATEs and system errors that say: not now. Shutdown, start-up, too many connections, a statement out of time. */
const codes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '57014',
  'P1001',
  'P1017',
  'P2024',
]);

/** Whether an error, or what caused it, means that PostgreSQL could not be asked. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    if (codes.has(code) || code.startsWith('08')) return true;
    // The pool's own words have no code.
    if (/^(Connection terminated|timeout exceeded when trying to connect)/.test(at.message)) return true;
    if (at instanceof AggregateError && at.errors.some(isDatabaseAway)) return true;
  }
  return false;
}

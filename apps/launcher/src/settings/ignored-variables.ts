/**
 * Inherited, these would aim Raydeck at somebody else's database, cluster or address by accident: a shell of another
 * project is enough. So they count only when they stand in `.env` or are given as flags.
 */
const NEVER_INHERITED = ['DATABASE_URL', 'RAY_ADDRESS', 'NEXTAUTH_URL', 'PORT'];

export function listIgnoredVariables(inherited: Record<string, string>, dotenv: Record<string, string>): string[] {
  return NEVER_INHERITED.filter((name) => name in inherited && !(name in dotenv) && inherited[name] !== '');
}

const OTHERS_CLEARED =
  /^(RAY_.*|RAYDECK_.*|NEXTAUTH_.*|ENCRYPTION_KEYS|HOSTNAME|ATTEMPT_API_.*|HEALTH_.*|NODE_OPTIONS|NODE_ENV|NODE_PATH|PYTHON.*|VIRTUAL_ENV|CONDA_.*|PG[A-Z]+|npm_.*|INIT_CWD|TURBO_.*|VITEST.*|__NEXT.*)$/;

/** What every child inherits: our environment without all that would change what it does. Proxies spare loopback. */
export function baseEnvironment(inherited: Record<string, string>): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    ([name]) => !NEVER_INHERITED.includes(name) && !OTHERS_CLEARED.test(name),
  );
  return { ...Object.fromEntries(kept), ...spareLoopback(inherited) };
}

function spareLoopback(inherited: Record<string, string>): Record<string, string> {
  const present = inherited['no_proxy'] ?? inherited['NO_PROXY'] ?? '';
  const names = new Set([...present.split(',').filter((name) => name !== ''), 'localhost', '127.0.0.1', '::1']);
  const value = [...names].join(',');
  return { NO_PROXY: value, no_proxy: value };
}

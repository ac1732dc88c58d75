import { env } from './env.ts';

/** Whether a request that carries a cookie comes from our own pages. Without an Origin it does not count as ours. */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  if (!origin || !URL.canParse(origin)) return false;
  if (origin === new URL(env().NEXTAUTH_URL).origin) return true;
  return new URL(origin).host === headers.get('host');
}

import { type NextRequest, NextResponse } from 'next/server';
import { malformedPath } from './rest/malformed-path.ts';
import { contentSecurityPolicy } from './server/content-security-policy.ts';

/** Pages of the signed-out. */
const open = new Set(['/sign-in', '/welcome']);

/** Sends the signed-out to the sign-in page and gives each page its nonce. It authorises nothing: pages and actions do. */
export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith('/api/v1/')) return malformedPath(pathname) ?? NextResponse.next();
  if (!open.has(pathname) && !hasSessionCookie(request)) {
    const target = new URL('/sign-in', request.url);
    if (pathname !== '/') target.searchParams.set('from', pathname + search);
    return NextResponse.redirect(target);
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-raydeck-path', pathname + search);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

function hasSessionCookie(request: NextRequest): boolean {
  return request.cookies.getAll().some(({ name }) => /raydeck-[^.]+\.session(\.|$)/.test(name));
}

// Of the API only paths with escapes come by: Next itself answers 500 to broken ones, and bodies need not be held here.
export const config = { matcher: ['/((?!api/|_next/|metrics$|icon\\.svg).*)', '/api/v1/:path(.*%.*)'] };

import type { Principal } from '@raydeck/core';
import { RequestError } from './request-error.ts';

/** Where principals come from; tests bring their own. */
export interface Credentials {
  verifyKey: (text: string) => Promise<Principal | null>;
  /** The person of the session cookie. */
  sessionPrincipal: () => Promise<Principal | null>;
  isSameOrigin: (headers: Headers) => boolean;
}

/** An API key, or else the console's session. A key that is not valid never falls back to the cookie. */
export async function authenticate(request: Request, credentials: Credentials): Promise<Principal> {
  const header = request.headers.get('authorization');
  if (header !== null) return byKey(header, credentials);
  const principal = await credentials.sessionPrincipal();
  if (!principal) throw unauthenticated('Send an API key as "Authorization: Bearer rdk_…", or sign in.');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (!isReading && !credentials.isSameOrigin(request.headers)) {
    throw new RequestError(
      'FORBIDDEN',
      'A session changes things only from the console itself. Programs use an API key.',
    );
  }
  return principal;
}

async function byKey(header: string, { verifyKey }: Credentials): Promise<Principal> {
  const [, text] = /^Bearer +(\S+) *$/i.exec(header) ?? [];
  const principal = text ? await verifyKey(text) : null;
  if (!principal) throw unauthenticated('The API key is unknown, revoked or expired.');
  return principal;
}

function unauthenticated(detail: string): RequestError {
  return new RequestError('UNAUTHENTICATED', detail, { headers: { 'www-authenticate': 'Bearer realm="raydeck"' } });
}

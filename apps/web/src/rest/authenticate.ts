import type { Principal } from '@raydeck/core';
import { RequestError } from './request-error.ts';

/** Looks up who it is, now: null once the key or the session is over. */
export type Look = () => Promise<Principal | null>;

/** Where principals come from; tests bring their own. */
export interface Credentials {
  verifyKey: (text: string) => Promise<Principal | null>;
  /** The person of the session cookie; null without one. */
  findSession: () => Promise<Look | null>;
  isSameOrigin: (headers: Headers) => boolean;
}

/** Who asks, and the way to look again, for answers that last. */
export interface Caller {
  principal: Principal;
  lookAgain: Look;
}

/** An API key, or else the console's session. A key that is not valid never falls back to the cookie. */
export async function authenticate(request: Request, credentials: Credentials): Promise<Caller> {
  const header = request.headers.get('authorization');
  if (header !== null) return byKey(header, credentials);
  const look = await credentials.findSession();
  const principal = await look?.();
  if (!look || !principal) throw unauthenticated('Send an API key as "Authorization: Bearer rdk_…", or sign in.');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (!isReading && !credentials.isSameOrigin(request.headers)) {
    throw new RequestError(
      'FORBIDDEN',
      'A session changes things only from the console itself. Programs use an API key.',
    );
  }
  return { principal, lookAgain: look };
}

async function byKey(header: string, { verifyKey }: Credentials): Promise<Caller> {
  const [, text = ''] = /^Bearer +(\S+) *$/i.exec(header) ?? [];
  const look = () => verifyKey(text);
  const principal = text ? await look() : null;
  if (!principal) throw unauthenticated('The API key is unknown, revoked or expired.');
  return { principal, lookAgain: look };
}

function unauthenticated(detail: string): RequestError {
  return new RequestError('UNAUTHENTICATED', detail, { headers: { 'www-authenticate': 'Bearer realm="raydeck"' } });
}

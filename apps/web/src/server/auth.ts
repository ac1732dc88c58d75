import { RaydeckError } from '@raydeck/core';
import { type SignedIn, signIn } from '@raydeck/services';
import NextAuth, { getServerSession, type NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { container } from './container.ts';
import { env } from './env.ts';
import { describeError, log } from './log.ts';
import { enterByClaims, oidcProviders } from './oidc.ts';
import { sessionCookiePrefix } from './session-cookie.ts';

declare module 'next-auth' {
  interface User extends SignedIn {}
  interface Session {
    signedIn: SignedIn;
  }
}
declare module 'next-auth/jwt' {
  interface JWT extends SignedIn {}
}

const sevenDays = 7 * 24 * 3600;

/** The library's own handler of `/api/auth/*`. */
export function handleAuth(request: Request, route: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(request as never, route as never, authOptions()) as Promise<Response>;
}

/** Who the session cookie says it is; whether that still holds, the database says. */
export async function readSession(): Promise<SignedIn | null> {
  const session = await getServerSession(authOptions());
  return session?.signedIn ?? null;
}

/** All of the library's settings. */
export function authOptions(): NextAuthOptions {
  const { NEXTAUTH_URL, NEXTAUTH_SECRET } = env();
  const secure = NEXTAUTH_URL.startsWith('https:');
  return {
    secret: NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: sevenDays },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    useSecureCookies: secure,
    cookies: {
      sessionToken: cookie('session', secure),
      csrfToken: cookie('csrf', secure),
      callbackUrl: cookie('callback', secure),
      pkceCodeVerifier: cookie('pkce', secure),
      state: cookie('state', secure),
      nonce: cookie('nonce', secure),
    },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (credentials, request) => authorize(credentials, request.headers ?? {}),
      }),
      ...oidcProviders(),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== 'oidc') return true;
        const entered = await enterByClaims(profile);
        if (typeof entered === 'string') return new URL(entered, NEXTAUTH_URL).href;
        // The library hands the same object on to `jwt`.
        Object.assign(user, entered);
        return true;
      },
      jwt: ({ token, user }) => (user ? { ...token, userId: user.userId, epoch: user.epoch } : token),
      session: ({ token }) => ({ expires: '', signedIn: { userId: token.userId, epoch: token.epoch } }),
    },
    logger: { error: (code) => log('error', 'auth.failed', { code }), warn: () => {}, debug: () => {} },
  };
}

const Credential = z.object({ email: z.string().max(300), password: z.string().min(1).max(300) });

async function authorize(credentials: unknown, headers: Record<string, unknown>) {
  const { data } = Credential.safeParse(credentials);
  if (!data) throw new Error('Give an e-mail address and a password.');
  try {
    const signedIn = await signIn(container().db, { ...data, address: addressOf(headers) });
    log('info', 'user.signed_in', { userId: signedIn.userId });
    return { id: signedIn.userId, ...signedIn };
  } catch (error) {
    // The message of what is thrown here is what the sign-in page shows.
    if (error instanceof RaydeckError) throw new Error(error.message, { cause: error });
    log('error', 'user.sign_in_failed', describeError(error));
    throw new Error('Signing in does not work now. Is the database there?', { cause: error });
  }
}

/** The last hop's word: a proxy in front of us appends the address it saw; without one the server itself fills it in. */
function addressOf(headers: Record<string, unknown>): string {
  const forwarded = headers['x-forwarded-for'];
  return typeof forwarded === 'string' ? (forwarded.split(',').at(-1)?.trim() ?? 'unknown') : 'unknown';
}

/** Cookies ignore ports: two consoles on one machine need different names. */
function cookie(name: string, secure: boolean) {
  return {
    name: `${sessionCookiePrefix(env().NEXTAUTH_URL)}.${name}`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findSessionPrincipal, type SignedIn } from '@raydeck/services';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import NextAuth, { getServerSession } from 'next-auth';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBrowser } from './browser.fixture.ts';

// A real OpenID provider, the real library and the real database; of Next only the server in between is ours.

interface Person {
  email: string;
  email_verified: boolean;
  name: string;
  groups: string[];
}

const people: Record<string, Person> = {
  eve: { email: 'eve@example.com', email_verified: true, name: 'Eve', groups: ['staff', 'ops'] },
  mallory: { email: 'ada@example.com', email_verified: false, name: 'Ada', groups: ['ops'] },
  nobody: { email: 'nobody@example.com', email_verified: true, name: 'Nobody', groups: ['staff'] },
};

let db: TestDatabase;
let provider: Server;
let web: Server;
let webUrl: string;

beforeAll(async () => {
  db = await testDatabase();
  web = await listen(createServer((request, response) => void serve(request, response)));
  webUrl = urlOf(web);
  // The address must be known before the provider is made.
  const place = await listen(createServer());
  const issuer = urlOf(place);
  await close(place);
  provider = createServer(providerAt(issuer).callback());
  await new Promise<void>((resolve) => provider.listen(Number(new URL(issuer).port), '127.0.0.1', resolve));
  Object.assign(process.env, {
    DATABASE_URL: db.url,
    NEXTAUTH_URL: webUrl,
    NEXTAUTH_SECRET: 'a secret of at least thirty-two characters',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'raydeck',
    OIDC_CLIENT_SECRET: 'the secret of the client',
    OIDC_SCOPES: 'openid email profile groups',
    OIDC_ROLES: 'ops=OPERATOR,admins=ADMIN',
  });
});

afterAll(async () => {
  const { container } = await import('./container.ts');
  await container().db.close();
  await Promise.all([close(web), close(provider)]);
  await db.close();
});

beforeEach(async () => {
  await db.pool.query('TRUNCATE raydeck."user", raydeck.user_link, raydeck.user_identity, raydeck.saved_view');
});

describe('signing in at an OpenID provider', () => {
  it('makes an account with the role of its group, and knows it again', async () => {
    const first = await enterAs('eve');
    expect(first.path).toBe('/tasks');
    expect(await personOf(first.session)).toMatchObject({ id: 'user:eve@example.com', name: 'Eve', role: 'OPERATOR' });
    people['eve'] = { ...people['eve'], groups: ['admins'], email: 'eve@new.example' } as Person;
    const again = await enterAs('eve');
    expect(again.session?.userId).toBe(first.session?.userId);
    expect(await personOf(again.session)).toMatchObject({ role: 'ADMIN' });
    expect(await personOf(first.session)).toBeNull();
  });

  it('links nobody by an address that the provider has not verified', async () => {
    await db.pool.query(
      `INSERT INTO raydeck."user" (email, name, password_hash, role) VALUES ('ada@example.com', 'Ada', 'x', 'ADMIN')`,
    );
    const { path, session } = await enterAs('mallory');
    expect([path, session]).toEqual(['/sign-in?refused=unverified', null]);
    expect(await db.prisma.userIdentity.count()).toBe(0);
  });

  it('lets in nobody whose groups have no role', async () => {
    const { path, session } = await enterAs('nobody');
    expect([path, session]).toEqual(['/sign-in?refused=role', null]);
    expect(await db.prisma.user.count()).toBe(0);
  });

  it('takes no answer that it did not ask for', async () => {
    const browser = createBrowser();
    const { url } = await browser.go(`${webUrl}/api/auth/callback/oidc?code=stolen&state=guessed`, webUrl);
    expect(new URL(url).searchParams.get('error')).not.toBeNull();
    expect(await sessionOf(browser.cookieHeader(webUrl))).toBeNull();
  });
});

/** As a person with a browser: the button, the provider's own pages, and back. */
async function enterAs(person: string): Promise<{ path: string; session: SignedIn | null }> {
  const browser = createBrowser();
  const csrf = JSON.parse((await browser.go(`${webUrl}/api/auth/csrf`, '')).body) as { csrfToken: string };
  const form = { csrfToken: csrf.csrfToken, callbackUrl: `${webUrl}/tasks` };
  let page = await browser.post(`${webUrl}/api/auth/signin/oidc`, form, webUrl);
  // Its form asks for a name and any password, the next one for consent.
  for (let step = 0; page.form && step < 5; step += 1) {
    page = await browser.post(page.form.action, { ...page.form.fields, login: person, password: 'any' }, webUrl);
  }
  const { pathname, search } = new URL(page.url);
  return { path: pathname + search, session: await sessionOf(browser.cookieHeader(webUrl)) };
}

async function personOf(session: SignedIn | null) {
  return session && findSessionPrincipal(db, session);
}

async function sessionOf(cookie: string): Promise<SignedIn | null> {
  const { authOptions } = await import('./auth.ts');
  const response = { getHeader: () => undefined, setHeader: () => undefined };
  const request = { headers: {}, cookies: cookiesOf(cookie) };
  const session = await getServerSession(request as never, response as never, authOptions());
  return session?.signedIn ?? null;
}

function providerAt(issuer: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'raydeck',
        client_secret: 'the secret of the client',
        redirect_uris: [`${webUrl}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
}

/** What Next does for the library. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', webUrl);
  if (!pathname.startsWith('/api/auth/')) return void response.end('a page');
  const { authOptions } = await import('./auth.ts');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const query = { ...Object.fromEntries(searchParams), nextauth: pathname.replace('/api/auth/', '').split('/') };
  const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  const asked = Object.assign(request, { query, body, cookies: cookiesOf(request.headers.cookie ?? '') });
  const answered = Object.assign(response, {
    status: (code: number) => Object.assign(response, { statusCode: code }),
    send: (text: unknown) => response.end(typeof text === 'string' ? text : JSON.stringify(text)),
    json: (value: unknown) => response.end(JSON.stringify(value)),
  });
  await NextAuth(asked as never, answered as never, authOptions());
}

function cookiesOf(header: string): Record<string, string> {
  const pairs = header.split('; ').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.split('=')[0] ?? '', decodeURIComponent(pair.replace(/^[^=]*=/, ''))]),
  );
}

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

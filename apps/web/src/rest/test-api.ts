import type { Principal, Role, Scope } from '@raydeck/core';
import { createNotifier } from '@raydeck/db';
import { createApiKey, EncryptionKeys, verifyApiKey } from '@raydeck/services';
import { createDatabaseStorage, storageOver } from '@raydeck/storage';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { z } from 'zod';
import { ChangeFeed } from '../server/change-feed.ts';
import type { RestContext } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { getOpenapi } from './endpoints/get-openapi.ts';
import { createHandler, type Log, type Wiring } from './handler.ts';
import { handlers, unknownPath } from './handlers.ts';
import { malformedPath } from './malformed-path.ts';

/** For tests only: the API over a database, of its own unless one is given. */
export interface TestApi {
  db: TestDatabase;
  contextOf: (principal: Principal) => RestContext;
  /** Lines that went to the log. */
  logged: object[];
  /** Answers as the person of this role, or as nobody. */
  signIn: (role: Role | null, options?: { canViewPayload?: boolean; isSameOrigin?: boolean }) => void;
  key: (scopes: Scope[], limits?: Partial<Parameters<typeof createApiKey>[1]>) => Promise<string>;
  send: (method: string, path: string, options?: Sending) => Promise<Answer>;
  /** The answer as it comes, for those that last. */
  open: (method: string, path: string, options?: Sending) => Promise<Response>;
  close: () => Promise<void>;
}

export interface Sending {
  key?: string;
  /** A string and bytes are sent as they are, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Tests say what they expect of it; empty for what is no JSON object. */
  body: Record<string, unknown>;
}

export async function testApi(given?: TestDatabase): Promise<TestApi> {
  const db = given ?? (await testDatabase());
  const notifier = createNotifier(db);
  const changes = new ChangeFeed(db.url);
  const logged: object[] = [];
  let person: Principal | null = null;
  let isSameOrigin = true;
  const defaults = { runner: 'ray_job' as const, maxAttempts: 3 };
  const keyRing = EncryptionKeys.parse(`test:${Buffer.alloc(32, 7).toString('base64')}`);
  const storage = storageOver(createDatabaseStorage(db));
  const stuckSeconds = 300;
  const common = {
    db,
    storage,
    notifier,
    defaults,
    stuckSeconds,
    changes,
    keyRing,
    tracing: () => null,
    emit: () => {},
  };
  const contextOf = (principal: Principal) => ({ ...common, principal });
  const wiring: Wiring = {
    verifyKey: (text) => verifyApiKey(db, text),
    keysChanged: () => {},
    findSession: async () => async () => person,
    isSameOrigin: () => isSameOrigin,
    contextOf,
  };
  const log: Log = (event, fields) => logged.push({ event, ...fields });
  return {
    db,
    contextOf,
    logged,
    signIn: (role, options = {}) => {
      person = role && personOf(role, options.canViewPayload ?? true);
      isSameOrigin = options.isSameOrigin ?? true;
    },
    key: async (scopes, limits = {}) => {
      const made = await createApiKey(contextOf(personOf('ADMIN', true)), {
        name: scopes.join(' '),
        scopes,
        ...limits,
      });
      return made.text;
    },
    send: async (method, path, options = {}) => answerOf(await serve(wiring, log, request(method, path, options))),
    open: async (method, path, options = {}) => serve(wiring, log, request(method, path, options)),
    close: async () => {
      await changes.stop();
      await notifier.flush();
      await db.close();
    },
  };
}

function personOf(role: Role, canViewPayload: boolean): Principal {
  const userId = '00000000-0000-7000-8000-000000000000';
  return { kind: 'user', id: `user:${role.toLowerCase()}@example.com`, userId, name: role, role, canViewPayload };
}

function request(method: string, path: string, { key, body, headers, signal }: Sending): Request {
  return new Request(`http://test/api/v1${path}`, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: contentOf(body) }),
    ...(signal && { signal }),
  });
}

function contentOf(body: unknown): BodyInit {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

const served = [...endpoints, getOpenapi].map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  parameters: endpoint.path.split('{').length,
}));

/** Finds the endpoint as Next's folders and our proxy would: a folder with a name comes before one for all names. */
async function serve(wiring: Wiring, log: Log, sent: Request): Promise<Response> {
  const path = new URL(sent.url).pathname.replace('/api/v1', '');
  const malformed = malformedPath(path);
  if (malformed) return malformed;
  const matching = served.filter(({ pattern }) => pattern.test(path));
  const fewest = Math.min(...matching.map(({ parameters }) => parameters));
  const here = matching.filter(({ parameters }) => parameters === fewest);
  if (here.length === 0) return unknownPath().GET();
  // Next asks the handler of GET for the head alone.
  const method = sent.method === 'HEAD' ? 'GET' : sent.method;
  const found = here.find(({ endpoint }) => endpoint.method === method);
  const { endpoint, pattern } = found ?? { pattern: /^/ };
  if (!endpoint) return methodNotAllowed(sent.method);
  const groups = pattern.exec(path)?.groups;
  const params = Promise.resolve(groups && decoded(groups));
  return createHandler(endpoint, async () => wiring, log)(sent, { params });
}

/** As a path without any endpoint answers: the test of the routes holds the rest. */
function methodNotAllowed(method: string): Promise<Response> {
  const [handle] = Object.values(handlers());
  if (!handle) throw new Error(`Nothing answers ${method}.`);
  return handle(new Request('http://test/'), { params: Promise.resolve({}) });
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers, body: stream } = response;
  // A stream of events has no end of its own to wait for.
  if (headers.get('content-type')?.startsWith('text/event-stream')) {
    await stream?.cancel();
    return { status, headers, text: '', body: {} };
  }
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json$/.test(headers.get('content-type') ?? '');
  const parsed = z.record(z.string(), z.unknown()).safeParse(isJson && text !== '' ? JSON.parse(text) : {});
  return { status, headers, text, body: parsed.data ?? {} };
}

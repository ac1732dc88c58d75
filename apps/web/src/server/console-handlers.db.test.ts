import { qualifiers, type Role, roles } from '@raydeck/core';
import { createUser, enqueueTasks, signIn, type SignedIn } from '@raydeck/services';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// next-auth's cookie, which exists only within a server; everything of ours is real.
const request = vi.hoisted(() => ({ signedIn: null as SignedIn | null }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));
vi.mock('next-auth', () => ({
  default: () => new Response(),
  getServerSession: async () => (request.signedIn ? { signedIn: request.signedIn } : null),
}));

type Handler = (request: Request) => Promise<Response>;

const origin = 'http://127.0.0.1:3000';
const password = 'correct horse battery';
const sessions = new Map<string, SignedIn>();
let db: TestDatabase;
let failedId: string;

/** The handlers of the console's own pages, and who may at least. */
const handlers: Record<string, { method: 'GET' | 'POST'; least: Role; load: () => Promise<Record<string, unknown>> }> =
  {
    '/api/console/tasks': { method: 'GET', least: 'VIEWER', load: () => import('../app/api/console/tasks/route.ts') },
    '/api/console/tasks/export': {
      method: 'POST',
      least: 'VIEWER',
      load: () => import('../app/api/console/tasks/export/route.ts'),
    },
  };

beforeAll(async () => {
  db = await testDatabase();
  process.env['DATABASE_URL'] = db.url;
  process.env['NEXTAUTH_URL'] = origin;
  process.env['NEXTAUTH_SECRET'] = 'a secret of at least thirty-two characters';
  const { contextOf } = await import('./container.ts');
  const admin = contextOf({ kind: 'user', id: 'user:t', userId: 't', name: 'T', role: 'ADMIN', canViewPayload: true });
  for (const role of roles) await addPerson(admin, role, role, false);
  await addPerson(admin, 'reader', 'VIEWER', true);
  const [task] = await enqueueTasks(admin, [{ callable: 'shop.tasks.settle' }]);
  failedId = task?.id ?? '';
  await db.pool.query(
    `UPDATE raydeck.task SET state = 'FAILED', attempt_count = 1, started_at = now(), finished_at = now() WHERE id = $1`,
    [failedId],
  );
  await db.pool.query(
    `INSERT INTO raydeck.attempt (task_id, number, runner, state, worker_id, execution_id, started_at, finished_at, error_class, error_message)
    VALUES ($1, 1, 'ray_job', 'FAILED', $1, $1, now(), now(), '=shop.Refused', 'card 4711 refused')`,
    [failedId],
  );
});

afterAll(async () => {
  const { container } = await import('./container.ts');
  await container().db.close();
  await db.close();
});

async function addPerson(admin: Parameters<typeof createUser>[0], name: string, role: Role, canViewPayload: boolean) {
  const email = `${name.toLowerCase()}@example.com`;
  await createUser(admin, { email, name, password, role, canViewPayload });
  sessions.set(name, await signIn(db, { email, password, address: 'test' }));
}

async function ask(path: string, person: string | null, query = '', headers: Record<string, string> = { origin }) {
  const { method, load } = handlers[path] ?? { method: 'GET', load: async () => ({}) };
  request.signedIn = person === null ? null : (sessions.get(person) ?? null);
  const handler = ((await load()) as Record<string, Handler>)[method];
  if (!handler) throw new Error(`${path} answers no ${method}.`);
  const all = { host: '127.0.0.1:3000', ...headers };
  if (method === 'GET') return handler(new Request(`${origin}${path}?${query}`, { headers: all }));
  return handler(new Request(`${origin}${path}`, { method, headers: all, body: new URLSearchParams(query) }));
}

it('names every handler of the console but its event stream', () => {
  const routes = Object.keys(import.meta.glob('../app/api/console/**/route.ts'));
  const paths = routes.map((file) => file.replace(/^\.\.\/app(.*)\/route\.ts$/, '$1'));
  expect(paths.toSorted()).toEqual([...Object.keys(handlers), '/api/console/events'].toSorted());
});

describe.each(Object.entries(handlers))('%s', (path, { method, least }) => {
  it('refuses the signed-out', async () => {
    expect((await ask(path, null)).status).toBe(401);
  });

  it.each(roles)('answers %s as the table says', async (role) => {
    const isAllowed = roles.indexOf(role) >= roles.indexOf(least);
    expect((await ask(path, role)).status).toBe(isAllowed ? 200 : 403);
  });

  it('answers no other site when it writes', async () => {
    const answer = await ask(path, 'ADMIN', '', { origin: 'https://evil.example' });
    expect(answer.status).toBe(method === 'POST' ? 403 : 200);
  });

  it('never answers 500, whatever the query', async () => {
    const names = fc.constantFrom(...qualifiers, 'text', 'at', 'cursor', 'ids', 'format');
    const queries = fc.array(
      fc.tuple(names, fc.oneof(fc.string(), fc.uuid(), fc.constantFrom('1h', 'failed', '\u0000'))),
    );
    await fc.assert(
      fc.asyncProperty(queries, async (parts) => {
        const answer = await ask(path, 'reader', new URLSearchParams(parts).toString());
        expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
      }),
      { numRuns: 30 },
    );
  });

  it('shows no words of user code without payload permission, and looks for none', async () => {
    expect(await (await ask(path, 'reader', 'text=4711')).text()).toContain('card 4711 refused');
    const unseen = await (await ask(path, 'ADMIN', 'text=4711')).text();
    expect(unseen).toContain(failedId);
    expect(unseen).not.toContain('4711');
    expect(await (await ask(path, 'reader', 'text=nowhere')).text()).not.toContain(failedId);
  });
});

it('the news of a list hold the rows that were asked for, also those that it shows no more', async () => {
  const answer = await ask('/api/console/tasks', 'VIEWER', `state=queued&ids=${failedId},junk`);
  expect(await answer.json()).toMatchObject({
    page: { items: [] },
    others: { rows: [{ id: failedId, state: 'FAILED' }], left: [failedId] },
    counts: { FAILED: { count: 1, isCapped: false } },
  });
});

it('the export is a file whose formulas are text', async () => {
  const answer = await ask('/api/console/tasks/export', 'reader', 'state=failed&format=csv');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="tasks-.*\.csv"$/);
  expect(await answer.text()).toContain(`,'=shop.Refused,`);
  const lines = await (await ask('/api/console/tasks/export', 'reader', 'format=jsonl')).text();
  expect(JSON.parse(lines)).toMatchObject({ id: failedId, state: 'FAILED' });
});

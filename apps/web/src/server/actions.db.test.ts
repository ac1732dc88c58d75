import { type Role, roles } from '@raydeck/core';
import { createUser, enqueueTasks, signIn, type SignedIn } from '@raydeck/services';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ActionResult } from './action.ts';

// Next's request and next-auth's cookie, which exist only within a server; everything of ours is real.
const request = vi.hoisted(() => ({ headers: new Headers(), signedIn: null as SignedIn | null }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next-auth', () => ({
  default: () => new Response(),
  getServerSession: async () => (request.signedIn ? { signedIn: request.signedIn } : null),
}));

type AnyAction = (input: never) => Promise<ActionResult<unknown>>;

/** Who may at least; null: everybody who is signed in. A new action must be added here, or the first test fails. */
const least: Record<string, Role | null> = {
  cancelTaskAction: 'OPERATOR',
  retryTaskAction: 'OPERATOR',
  previewBulkAction: 'OPERATOR',
  startBulkAction: 'OPERATOR',
  abortBulkAction: 'OPERATOR',
  peekTaskAction: 'VIEWER',
  suggestValuesAction: 'VIEWER',
  enqueueTaskAction: 'OPERATOR',
  pinTaskAction: 'OPERATOR',
  runTaskNowAction: 'OPERATOR',
  changePriorityAction: 'OPERATOR',
  retryWithChangesAction: 'OPERATOR',
  getHistoryAction: 'VIEWER',
  getNeighboursAction: 'VIEWER',
  findTaskAction: 'VIEWER',
  createViewAction: 'VIEWER',
  changeViewAction: 'VIEWER',
  deleteViewAction: 'VIEWER',
  pauseQueueAction: 'OPERATOR',
  resumeQueueAction: 'OPERATOR',
  createScheduleAction: 'OPERATOR',
  changeScheduleAction: 'OPERATOR',
  deleteScheduleAction: 'OPERATOR',
  pauseScheduleAction: 'OPERATOR',
  resumeScheduleAction: 'OPERATOR',
  runScheduleAction: 'OPERATOR',
  pauseAllAction: 'OPERATOR',
  resumeAllAction: 'OPERATOR',
  drainWorkerAction: 'OPERATOR',
  resumeWorkerAction: 'OPERATOR',
  drainClusterAction: 'OPERATOR',
  resumeClusterAction: 'OPERATOR',
  createQueueAction: 'ADMIN',
  changeQueueAction: 'ADMIN',
  deleteQueueAction: 'ADMIN',
  changeControlAction: 'ADMIN',
  changeRetentionAction: 'ADMIN',
  startRetentionAction: 'ADMIN',
  createWebhookAction: 'ADMIN',
  changeWebhookAction: 'ADMIN',
  deleteWebhookAction: 'ADMIN',
  rotateWebhookAction: 'ADMIN',
  testWebhookAction: 'ADMIN',
  redeliverAction: 'ADMIN',
  putProfileAction: 'ADMIN',
  testProfileAction: 'ADMIN',
  createKeyAction: 'ADMIN',
  revokeKeyAction: 'ADMIN',
  createUserAction: 'ADMIN',
  inviteUserAction: 'ADMIN',
  makeUserLinkAction: 'ADMIN',
  updateUserAction: 'ADMIN',
  resetPasswordAction: 'ADMIN',
  changePasswordAction: null,
};

const modules = import.meta.glob<Record<string, AnyAction>>('../**/actions.ts', { eager: false });
const publicModules = import.meta.glob<Record<string, AnyAction>>('../**/public-actions.ts', { eager: false });
const origin = 'http://127.0.0.1:3000';
const password = 'correct horse battery';
const sessions = new Map<Role, SignedIn>();
let db: TestDatabase;
let actions: Record<string, AnyAction>;

beforeAll(async () => {
  db = await testDatabase();
  process.env['DATABASE_URL'] = db.url;
  process.env['NEXTAUTH_URL'] = origin;
  process.env['NEXTAUTH_SECRET'] = 'a secret of at least thirty-two characters';
  const { contextOf } = await import('./container.ts');
  const admin = contextOf({ kind: 'user', id: 'user:t', userId: 't', name: 'T', role: 'ADMIN', canViewPayload: true });
  for (const role of roles) {
    const email = `${role.toLowerCase()}@example.com`;
    await createUser(admin, { email, name: role, password, role, canViewPayload: false });
    sessions.set(role, await signIn(db, { email, password, address: 'test' }));
  }
  const loaded = await Promise.all(Object.values(modules).map((load) => load()));
  actions = Object.assign({}, ...loaded);
});

afterAll(async () => {
  const { container } = await import('./container.ts');
  await container().db.close();
  await db.close();
});

function from(role: Role | null, headers: Record<string, string> = { origin }): void {
  request.headers = new Headers({ host: '127.0.0.1:3000', ...headers });
  request.signedIn = role === null ? null : (sessions.get(role) ?? null);
}

/** Nothing is valid input for any action: whoever may gets INVALID, and nothing changes. */
async function codeOf(name: string): Promise<string> {
  const action = actions[name];
  if (!action) throw new Error(`There is no ${name}.`);
  const result = await action({} as never);
  return result.ok ? 'OK' : result.code;
}

it('names every action of the console', () => {
  expect(Object.keys(actions).toSorted()).toEqual(Object.keys(least).toSorted());
});

describe.each(Object.entries(least))('%s', (name, role) => {
  it.each(roles)('answers %s as the table says', async (asked) => {
    from(asked);
    const allowed = role === null || roles.indexOf(asked) >= roles.indexOf(role);
    expect(await codeOf(name)).toBe(allowed ? 'INVALID' : 'FORBIDDEN');
  });

  it('refuses the signed-out', async () => {
    from(null);
    expect(await codeOf(name)).toBe('SIGNED_OUT');
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another site that names itself same-site', { origin, 'sec-fetch-site': 'same-site' }],
    ['nowhere', {}],
  ])('refuses a request from %s', async (_where, headers: Record<string, string>) => {
    from('ADMIN', headers);
    expect(await codeOf(name)).toBe('FORBIDDEN');
  });
});

describe('actions of the signed-out', () => {
  it('are these two, take a token that works, and come from our own pages', async () => {
    const loaded = await Promise.all(Object.values(publicModules).map((load) => load()));
    const open: Record<string, AnyAction> = Object.assign({}, ...loaded);
    expect(Object.keys(open).toSorted()).toEqual(['findLinkAction', 'redeemLinkAction']);
    const input = { token: 'none', password: 'long enough for one' } as never;
    from(null);
    for (const action of Object.values(open)) {
      expect(await action({} as never)).toMatchObject({ ok: false, code: 'INVALID' });
    }
    expect(await open['redeemLinkAction']?.(input)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    from(null, { origin: 'https://evil.example' });
    expect(await open['redeemLinkAction']?.(input)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
  });
});

it('ends a session whose epoch is over at the next action', async () => {
  sessions.set('VIEWER', { userId: sessions.get('VIEWER')?.userId ?? '', epoch: 99 });
  from('VIEWER');
  expect(await codeOf('findTaskAction')).toBe('SIGNED_OUT');
});

it.each([
  ['a filter that is understood in part', { action: 'retry', search: { terms: { state: 'broken' }, text: null } }],
  ['words without payload permission', { action: 'retry', search: { terms: {}, text: 'refused' } }],
  ['a deletion by an operator', { action: 'delete', search: { terms: {}, text: null } }],
])('counts no tasks by %s', async (_what, question) => {
  from('OPERATOR');
  const result = await actions['previewBulkAction']?.(question as never);
  expect(result).toMatchObject({ ok: false, code: expect.stringMatching(/^(INVALID|FORBIDDEN)$/) });
});

it('answers a count with the very filter that it counted, times and all', async () => {
  from('OPERATOR');
  const search = { terms: { state: 'failed', after: '1h' }, text: null };
  const result = await actions['previewBulkAction']?.({ action: 'retry', search } as never);
  const filter = { state: 'FAILED', createdAfter: expect.any(Date) };
  expect(result).toEqual({ ok: true, value: { count: 0, sample: [], filter } });
});

it('shows no internals when something unknown fails', async () => {
  const { contextOf } = await import('./container.ts');
  const admin = contextOf({ kind: 'user', id: 'user:t', userId: 't', name: 'T', role: 'ADMIN', canViewPayload: true });
  const [task] = await enqueueTasks(admin, [{ callable: 'shop.tasks.settle' }]);
  await db.pool.query('ALTER TABLE raydeck.task_event RENAME TO task_event_gone');
  from('OPERATOR');
  const result = await actions['cancelTaskAction']?.({ id: task?.id, reason: '' } as never);
  await db.pool.query('ALTER TABLE raydeck.task_event_gone RENAME TO task_event');
  expect(result).toMatchObject({ ok: false, code: 'INTERNAL' });
  expect(JSON.stringify(result)).not.toMatch(/task_event|prisma/i);
});

import { createNotifier } from '@raydeck/db';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { createUser } from './create-user.ts';
import { findLink } from './find-link.ts';
import { findSessionPrincipal } from './find-session-principal.ts';
import { inviteUser } from './invite-user.ts';
import { linkFirstAdministrator } from './link-first-administrator.ts';
import { makeUserLink } from './make-user-link.ts';
import { redeemLink } from './redeem-link.ts';
import { signIn } from './sign-in.ts';
import { updateUser } from './update-user.ts';

const password = 'correct horse battery';
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE raydeck."user", raydeck.user_link, raydeck.user_identity, raydeck.saved_view, raydeck.audit_log',
  );
});

function admin(canViewPayload = true): Context {
  const id = 'user:tester@example.com';
  const userId = '00000000-0000-7000-8000-000000000000';
  const principal = { kind: 'user', id, userId, name: 'T', role: 'ADMIN', canViewPayload } as const;
  return { db, principal, notifier: createNotifier(db), emit: () => {} };
}

const invite = (email = 'eve@example.com') => inviteUser(admin(), { email, role: 'OPERATOR' });
const enter = (email: string, secret: string) => signIn(db, { email, password: secret, address: 'test' });

describe('An invitation', () => {
  it('opens the account once, with a name and a password of its owner', async () => {
    const { link } = await invite();
    expect(await findLink(db, link.token)).toEqual({ purpose: 'invite', email: 'eve@example.com' });
    expect(await redeemLink(db, { token: link.token, password, name: 'Eve' })).toEqual({ email: 'eve@example.com' });
    const session = await enter('eve@example.com', password);
    expect(await findSessionPrincipal(db, session)).toMatchObject({ name: 'Eve', role: 'OPERATOR' });
    await expect(redeemLink(db, { token: link.token, password })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const actions = await db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } });
    expect(actions.map(({ action, actor }) => [action, actor])).toEqual([
      ['user.invite', 'user:tester@example.com'],
      ['user.use_link', 'user:eve@example.com'],
    ]);
    expect(JSON.stringify(actions)).not.toContain(link.token);
  });

  it('is used by one of two who use it at once', async () => {
    const { link } = await invite();
    const both = await Promise.allSettled([1, 2].map(() => redeemLink(db, { token: link.token, password })));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is kept as a hash, and gives no more than its maker has', async () => {
    const { link } = await invite();
    const { rows } = await db.pool.query<{ text: string }>(
      'SELECT row_to_json(l)::text AS text FROM raydeck.user_link AS l',
    );
    expect(rows.map(({ text }) => text).join()).not.toContain(link.token);
    const more = inviteUser(admin(false), { email: 'a@example.com', role: 'VIEWER', canViewPayload: true });
    await expect(more).rejects.toMatchObject({ code: 'FORBIDDEN', path: 'canViewPayload' });
    await expect(invite()).rejects.toMatchObject({ code: 'CONFLICT', path: 'email' });
  });

  it('ends with its time, with a newer one, and with the account', async () => {
    const { user, link } = await invite();
    const newer = await makeUserLink(admin(), { id: user.id });
    await expect(findLink(db, link.token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await db.pool.query(`UPDATE raydeck.user_link SET expires_at = clock_timestamp() - interval '1 second'`);
    await expect(redeemLink(db, { token: newer.token, password })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const last = await makeUserLink(admin(), { id: user.id });
    await createUser(admin(), { email: 'b@example.com', name: 'B', password, role: 'ADMIN', canViewPayload: false });
    await updateUser(admin(), { id: user.id, disabled: true });
    await expect(redeemLink(db, { token: last.token, password })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(makeUserLink(admin(), { id: user.id })).rejects.toMatchObject({ code: 'PRECONDITION' });
  });
});

describe('A link to a new password', () => {
  it('ends the sessions that were begun before it was used', async () => {
    const { user, link } = await invite();
    await redeemLink(db, { token: link.token, password });
    const session = await enter('eve@example.com', password);
    const { token } = await makeUserLink(admin(), { id: user.id, reason: 'forgotten' });
    expect(await findSessionPrincipal(db, session)).not.toBeNull();
    await redeemLink(db, { token, password: 'another long password' });
    expect(await findSessionPrincipal(db, session)).toBeNull();
    await expect(enter('eve@example.com', password)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await enter('eve@example.com', 'another long password')).toMatchObject({ userId: user.id });
  });
});

describe('The first administrator’s link', () => {
  it('makes an administrator of an installation without users, and works no more then', async () => {
    const before = await linkFirstAdministrator(db);
    const link = await linkFirstAdministrator(db);
    await expect(findLink(db, before?.token ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const token = link?.token ?? '';
    expect(await findLink(db, token)).toEqual({ purpose: 'first', email: null });
    await expect(redeemLink(db, { token, password })).rejects.toMatchObject({ code: 'INVALID', path: 'email' });
    await redeemLink(db, { token, password, email: 'Ada@Example.com', name: 'Ada' });
    const session = await enter('ada@example.com', password);
    expect(await findSessionPrincipal(db, session)).toMatchObject({ role: 'ADMIN', canViewPayload: true });
    expect(await linkFirstAdministrator(db)).toBeNull();
  });

  it('makes nobody where somebody came first', async () => {
    const link = await linkFirstAdministrator(db);
    await invite();
    const late = redeemLink(db, { token: link?.token ?? '', password, email: 'x@example.com' });
    await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

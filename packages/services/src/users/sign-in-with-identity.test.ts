import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureFirstAdministrator } from './ensure-first-administrator.ts';
import { findSessionPrincipal } from './find-session-principal.ts';
import { type ProvenIdentity, signInWithIdentity } from './sign-in-with-identity.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE raydeck."user", raydeck.user_link, raydeck.user_identity, raydeck.saved_view, raydeck.audit_log',
  );
  await ensureFirstAdministrator(db, { email: 'ada@example.com', password: 'correct horse battery' });
});

const eve: ProvenIdentity = {
  issuer: 'https://id.example',
  subject: 's-1',
  email: 'eve@example.com',
  isEmailVerified: true,
  name: 'Eve',
  role: 'OPERATOR',
};
const enter = (change: Partial<ProvenIdentity> = {}) => signInWithIdentity(db, { ...eve, ...change });
const roleOf = async (session: { userId: string; epoch: number }) => {
  const principal = await findSessionPrincipal(db, session);
  return principal?.kind === 'user' ? principal.role : null;
};

describe('signInWithIdentity', () => {
  it('makes an account with the role of the claims, without payload permission, and finds it again', async () => {
    const first = await enter();
    expect(await findSessionPrincipal(db, first)).toMatchObject({
      id: 'user:eve@example.com',
      name: 'Eve',
      role: 'OPERATOR',
      canViewPayload: false,
    });
    // The address changed there; the subject is who it was.
    expect(await enter({ email: 'eve@new.example', isEmailVerified: false })).toEqual(first);
    expect(await db.prisma.user.count()).toBe(2);
  });

  it('links an account that is there by a verified address alone', async () => {
    const ada = { email: 'Ada@example.com', subject: 's-2', role: 'unmanaged' as const };
    await expect(enter({ ...ada, isEmailVerified: false })).rejects.toMatchObject({ path: 'unverified' });
    expect(await db.prisma.userIdentity.count()).toBe(0);
    expect(await findSessionPrincipal(db, await enter(ada))).toMatchObject({
      id: 'user:ada@example.com',
      role: 'ADMIN',
    });
    const [audit] = await db.prisma.auditLog.findMany({ where: { action: 'user.link_identity' } });
    expect(audit).toMatchObject({ after: { issuer: 'https://id.example' } });
  });

  it('does not take another issuer’s subject for the same', async () => {
    await enter();
    const other = enter({ issuer: 'https://evil.example', email: 'x@example.com', isEmailVerified: false });
    await expect(other).rejects.toMatchObject({ code: 'FORBIDDEN', path: 'unverified' });
  });

  it('follows the claims at each sign-in, and ends the sessions of another role', async () => {
    const operator = await enter();
    const viewer = await enter({ role: 'VIEWER' });
    expect([await roleOf(operator), await roleOf(viewer)]).toEqual([null, 'VIEWER']);
    await expect(enter({ role: null })).rejects.toMatchObject({ path: 'role' });
    expect(await roleOf(await enter({ role: 'unmanaged' }))).toBe('VIEWER');
  });

  it('leaves the installation its last administrator', async () => {
    const ada = { email: 'ada@example.com', subject: 's-2' };
    expect(await roleOf(await enter({ ...ada, role: 'VIEWER' }))).toBe('ADMIN');
    await enter({ role: 'ADMIN' });
    expect(await roleOf(await enter({ ...ada, role: 'VIEWER' }))).toBe('VIEWER');
  });

  it('lets in neither strangers nor the disabled', async () => {
    await expect(enter({ role: 'unmanaged' })).rejects.toMatchObject({ path: 'unknown' });
    await expect(enter({ email: null })).rejects.toMatchObject({ path: 'unverified' });
    const { userId } = await enter();
    await db.prisma.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
    await expect(enter()).rejects.toMatchObject({ path: 'disabled' });
  });

  it('makes one account of two first sign-ins at once', async () => {
    await Promise.allSettled([enter(), enter({ subject: 's-9' })]);
    expect(await db.prisma.user.count({ where: { email: 'eve@example.com' } })).toBe(1);
  });
});

import type { Principal, Role } from '@raydeck/core';
import { createNotifier } from '@raydeck/db';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { keyContext } from '../reading/fixtures.ts';
import { changeOwnPassword } from './change-own-password.ts';
import { createUser } from './create-user.ts';
import { ensureFirstAdministrator } from './ensure-first-administrator.ts';
import { findSessionPrincipal } from './find-session-principal.ts';
import { getUser } from './get-user.ts';
import { listUsers } from './list-users.ts';
import { resetPassword } from './reset-password.ts';
import { setPassword } from './set-password.ts';
import { type SignedIn, signIn } from './sign-in.ts';
import { updateUser } from './update-user.ts';

const password = 'correct horse battery';
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE raydeck."user", raydeck.user_link, raydeck.user_identity, raydeck.saved_view, raydeck.rate_limit, raydeck.audit_log',
  );
});

function as(role: Role, userId = '00000000-0000-7000-8000-000000000000'): Context {
  const principal: Principal = {
    kind: 'user',
    id: 'user:tester@example.com',
    userId,
    name: 'T',
    role,
    canViewPayload: true,
  };
  return { db, principal, notifier: createNotifier(db), emit: () => {} };
}

function add(email: string, role: Role = 'VIEWER') {
  return createUser(as('ADMIN'), { email, name: email, password, role, canViewPayload: false });
}

function enter(email: string, secret = password, address = '127.0.0.1'): Promise<SignedIn> {
  return signIn(db, { email, password: secret, address });
}

async function auditActions(): Promise<string[]> {
  const rows = await db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } });
  return rows.map((row) => row.action);
}

describe('signIn', () => {
  it('lets a person in whose address is written in another case', async () => {
    const user = await add('ada@example.com');
    expect(await enter(' Ada@Example.com ')).toEqual({ userId: user.id, epoch: 0 });
  });

  it('answers the same to a wrong password, an unknown account and a disabled one', async () => {
    await add('root@example.com', 'ADMIN');
    await add('ada@example.com');
    const gone = await add('gone@example.com');
    await updateUser(as('ADMIN'), { id: gone.id, disabled: true });
    const refused = { code: 'FORBIDDEN', message: 'E-mail or password is wrong.' };
    await expect(enter('ada@example.com', 'wrong')).rejects.toMatchObject(refused);
    await expect(enter('nobody@example.com')).rejects.toMatchObject(refused);
    await expect(enter('gone@example.com')).rejects.toMatchObject(refused);
    await expect(enter('no address')).rejects.toMatchObject(refused);
  });

  it('counts parallel guesses and refuses the eleventh even with the right password', async () => {
    await add('ada@example.com');
    await Promise.allSettled(Array.from({ length: 10 }, () => enter('ada@example.com', 'wrong')));
    await expect(enter('ada@example.com')).rejects.toMatchObject({ code: 'PRECONDITION' });
  });

  it('counts guesses from one address over all accounts', async () => {
    await add('ada@example.com');
    await db.pool.query(
      `INSERT INTO raydeck.rate_limit VALUES ('sign-in:address:10.0.0.1', 50, now() + interval '1 minute')`,
    );
    await expect(enter('ada@example.com', password, '10.0.0.1')).rejects.toMatchObject({ code: 'PRECONDITION' });
    await expect(enter('ada@example.com', password, '10.0.0.2')).resolves.toBeDefined();
  });

  it('never locks out a person who knows the password, and forgets when the window is over', async () => {
    await add('ada@example.com');
    for (let i = 0; i < 12; i++) await enter('ada@example.com');
    await db.pool.query(
      `INSERT INTO raydeck.rate_limit VALUES ('sign-in:account:ada@example.com', 99, now() - interval '1 second')`,
    );
    await expect(enter('ada@example.com')).resolves.toBeDefined();
  });
});

describe('sessions', () => {
  it('show the person as of now and end with each change of role, password or status', async () => {
    await add('root@example.com', 'ADMIN');
    const user = await add('ada@example.com');
    const first = await enter('ada@example.com');
    expect(await findSessionPrincipal(db, first)).toMatchObject({ id: 'user:ada@example.com', role: 'VIEWER' });
    await updateUser(as('ADMIN'), { id: user.id, role: 'OPERATOR', reason: 'on call' });
    expect(await findSessionPrincipal(db, first)).toBeNull();
    const second = await enter('ada@example.com');
    expect(await findSessionPrincipal(db, second)).toMatchObject({ role: 'OPERATOR' });
    await resetPassword(as('ADMIN'), { id: user.id, password: 'another long secret' });
    expect(await findSessionPrincipal(db, second)).toBeNull();
    const third = await enter('ada@example.com', 'another long secret');
    await updateUser(as('ADMIN'), { id: user.id, disabled: true });
    expect(await findSessionPrincipal(db, { ...third, epoch: third.epoch + 1 })).toBeNull();
    expect(await auditActions()).toEqual([
      'user.create',
      'user.create',
      'user.update',
      'user.reset_password',
      'user.update',
    ]);
  });

  it('end when the person changes the password, which needs the current one', async () => {
    const user = await add('ada@example.com');
    const session = await enter('ada@example.com');
    const self = as('VIEWER', user.id);
    await expect(changeOwnPassword(self, { current: 'wrong', next: 'another long secret' })).rejects.toMatchObject({
      code: 'INVALID',
    });
    await changeOwnPassword(self, { current: password, next: 'another long secret' });
    expect(await findSessionPrincipal(db, session)).toBeNull();
    await expect(enter('ada@example.com', 'another long secret')).resolves.toBeDefined();
  });
});

describe('administration', () => {
  it('is refused to everybody but administrators', async () => {
    const user = await add('ada@example.com');
    for (const role of ['VIEWER', 'OPERATOR'] as const) {
      const refused = { code: 'FORBIDDEN' };
      expect(() => listUsers(as(role))).toThrowError(expect.objectContaining(refused));
      await expect(
        createUser(as(role), { email: 'b@example.com', name: 'B', password, role: 'ADMIN', canViewPayload: true }),
      ).rejects.toMatchObject(refused);
      await expect(updateUser(as(role), { id: user.id, role: 'ADMIN' })).rejects.toMatchObject(refused);
      await expect(resetPassword(as(role), { id: user.id, password })).rejects.toMatchObject(refused);
    }
  });

  it('never shows a hash, and says which address is taken', async () => {
    await add('ada@example.com');
    expect(JSON.stringify(await listUsers(as('ADMIN')))).not.toContain('argon2');
    await expect(add('ADA@example.com')).rejects.toMatchObject({ code: 'CONFLICT', path: 'email' });
  });

  it('keeps one administrator, also when two demote each other at once', async () => {
    const one = await add('one@example.com', 'ADMIN');
    const two = await add('two@example.com', 'ADMIN');
    const both = await Promise.allSettled([
      updateUser(as('ADMIN'), { id: one.id, role: 'VIEWER' }),
      updateUser(as('ADMIN'), { id: two.id, disabled: true }),
    ]);
    expect(both.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('changes nothing when nothing would change: the session goes on, and no audit row says otherwise', async () => {
    await add('root@example.com', 'ADMIN');
    const user = await add('ada@example.com');
    const session = await enter('ada@example.com');
    await updateUser(as('ADMIN'), { id: user.id, role: 'VIEWER', name: 'ada@example.com', disabled: false });
    expect(await findSessionPrincipal(db, session)).not.toBeNull();
    expect(await auditActions()).toEqual(['user.create', 'user.create']);
  });

  it('lets nobody give payload permission, or take over who has it, without having it', async () => {
    await add('root@example.com', 'ADMIN');
    const eve = await add('eve@example.com');
    const seer = { email: 'bob@example.com', name: 'Bob', password, role: 'VIEWER', canViewPayload: true } as const;
    const bob = await createUser(as('ADMIN'), seer);
    const blind = as('ADMIN');
    const context = { ...blind, principal: { ...blind.principal, canViewPayload: false } };
    const refused = { code: 'FORBIDDEN' };
    await expect(createUser(context, { ...seer, email: 'x@example.com' })).rejects.toMatchObject(refused);
    await expect(updateUser(context, { id: eve.id, canViewPayload: true })).rejects.toMatchObject(refused);
    await expect(resetPassword(context, { id: bob.id, password })).rejects.toMatchObject(refused);
    await resetPassword(context, { id: eve.id, password });
    await updateUser(context, { id: bob.id, name: 'Robert', canViewPayload: true });
  });

  it('takes the current password for one’s own, also from an administrator', async () => {
    const user = await add('root@example.com', 'ADMIN');
    const self = as('ADMIN', user.id);
    await expect(resetPassword(self, { id: user.id, password })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(resetPassword(self, { id: user.id.toUpperCase(), password })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('is not for keys that reach only a part', async () => {
    const user = await add('ada@example.com');
    const limits = [{ queues: ['mail'] }, { callables: ['shop'] }, { ownTasksOnly: true }];
    for (const limit of limits) {
      const context = keyContext(db, { scopes: ['admin'], ...limit });
      await expect(updateUser(context, { id: user.id, role: 'ADMIN' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(resetPassword(context, { id: user.id, password })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('finds nobody by an id that is none', async () => {
    for (const id of ['junk', '00000000-0000-7000-8000-0000000000ff']) {
      await expect(updateUser(as('ADMIN'), { id, name: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(resetPassword(as('ADMIN'), { id, password })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(getUser(as('ADMIN'), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('creates the first administrator once, however many processes start', async () => {
    const input = { email: 'root@example.com', password };
    const made = await Promise.all([ensureFirstAdministrator(db, input), ensureFirstAdministrator(db, input)]);
    expect(made.filter(Boolean)).toEqual([true]);
    await expect(enter('root@example.com')).resolves.toBeDefined();
  });

  it('sets a password from the machine, which also enables the account and lifts its lock', async () => {
    await add('root@example.com', 'ADMIN');
    const ada = await add('ada@example.com');
    await updateUser(as('ADMIN'), { id: ada.id, disabled: true });
    await Promise.allSettled(Array.from({ length: 11 }, () => enter('ada@example.com', 'wrong')));
    await setPassword(db, { email: 'ada@example.com', password: 'a new long secret' });
    await expect(enter('ada@example.com', 'a new long secret')).resolves.toBeDefined();
  });
});

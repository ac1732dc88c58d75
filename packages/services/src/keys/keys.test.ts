import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { createApiKey } from './create-api-key.ts';
import { ensureApiKey } from './ensure-api-key.ts';
import { getApiKey } from './get-api-key.ts';
import { newKeyText } from './key-text.ts';
import { listApiKeys } from './list-api-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { verifyApiKey } from './verify-api-key.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const admin = () => contextOf(db, { role: 'ADMIN' });

describe('createApiKey', () => {
  it('makes a key that is valid and carries its limits', async () => {
    const { id, text } = await createApiKey(admin(), {
      name: 'ci',
      scopes: ['tasks:read'],
      queues: ['default'],
      callables: ['shop'],
    });
    expect(text).toMatch(/^rdk_[a-z2-7]{10}_[\w-]{43}$/);
    expect(await verifyApiKey(db, text)).toEqual({
      kind: 'key',
      id: `key:ci/${text.slice(4, 14)}`,
      keyId: id,
      name: 'ci',
      scopes: ['tasks:read'],
      queues: ['default'],
      callables: ['shop'],
      ownTasksOnly: false,
      canViewPayload: false,
    });
  });

  it('keeps no secret, in the table or the audit log', async () => {
    const { id, text } = await createApiKey(admin(), { name: 'ci', scopes: ['tasks:read'] });
    const rows = [
      await db.prisma.apiKey.findUniqueOrThrow({ where: { id } }),
      await db.prisma.auditLog.findFirstOrThrow({ where: { targetId: id } }),
    ];
    expect(rows[1]).toMatchObject({ action: 'key.create', actor: 'user:ada@example.com' });
    expect(JSON.stringify(rows)).not.toContain(text.slice(15));
  });

  it('is for administrators', async () => {
    const making = createApiKey(contextOf(db, { role: 'OPERATOR' }), { name: 'ci', scopes: ['tasks:read'] });
    await expect(making).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('gives nobody more than the maker has', async () => {
    const wanted = { name: 'ci', scopes: ['admin' as const] };
    const blind = contextOf(db, { role: 'ADMIN', canViewPayload: false });
    await expect(createApiKey(blind, { ...wanted, canViewPayload: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const limits = [{ queues: ['default'] }, { callables: ['shop'] }, { ownTasksOnly: true }];
    for (const limit of limits) {
      const limited = keyContext(db, { scopes: ['admin'], ...limit });
      await expect(createApiKey(limited, wanted)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('lets a key that expires make none that outlives it', async () => {
    const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    const { text } = await createApiKey(admin(), { name: 'short', scopes: ['admin'], expiresAt: hour(2) });
    const maker = await verifyApiKey(db, text);
    const context = contextOf(db, maker ?? {});
    for (const expiresAt of [hour(3), null]) {
      const making = createApiKey(context, { name: 'ci', scopes: ['admin'], expiresAt });
      await expect(making).rejects.toMatchObject({ code: 'FORBIDDEN', path: 'expiresAt' });
    }
    await createApiKey(context, { name: 'ci', scopes: ['admin'], expiresAt: hour(1) });
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['root'] }, 'scopes[0]'],
    [{ queues: ['a b'] }, 'queues[0]'],
    [{ callables: ['a.'] }, 'callables[0]'],
    [{ expiresAt: new Date(0) }, 'expiresAt'],
    [{ nonsense: 1 }, 'nonsense'],
  ])('refuses %j', async (wrong, path) => {
    const making = createApiKey(admin(), { name: 'ci', scopes: ['tasks:read'], ...(wrong as object) });
    await expect(making).rejects.toMatchObject({ code: 'INVALID', path });
  });
});

describe('verifyApiKey', () => {
  it('refuses a wrong secret, an unknown prefix, another form, a revoked key and an expired one', async () => {
    const { id, text } = await createApiKey(admin(), { name: 'ci', scopes: ['tasks:read'] });
    const wrong = `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const other of [wrong, newKeyText(), '', 'rdk_', `${text}x`, ` ${text}`, text.toUpperCase()]) {
      expect(await verifyApiKey(db, other)).toBeNull();
    }
    await db.prisma.apiKey.update({ where: { id }, data: { revokedAt: new Date() } });
    expect(await verifyApiKey(db, text)).toBeNull();
    await db.prisma.apiKey.update({ where: { id }, data: { revokedAt: null, expiresAt: new Date(Date.now() - 1) } });
    expect(await verifyApiKey(db, text)).toBeNull();
  });

  it('notes the last use at most once a minute', async () => {
    const { id, text } = await createApiKey(admin(), { name: 'ci', scopes: ['tasks:read'] });
    const lastUsed = async () => (await db.prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    await verifyApiKey(db, text);
    const first = await lastUsed();
    expect(first).not.toBeNull();
    await verifyApiKey(db, text);
    expect(await lastUsed()).toEqual(first);
    await db.pool.query(
      `UPDATE raydeck.api_key SET last_used_at = last_used_at - interval '61 seconds' WHERE id = $1`,
      [id],
    );
    await verifyApiKey(db, text);
    expect((await lastUsed())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Infinity);
  });
});

describe('revokeApiKey', () => {
  it('ends a key at once and for good, and keeps what it was', async () => {
    const { id, text } = await createApiKey(admin(), { name: 'ci', scopes: ['tasks:read'] });
    await revokeApiKey(admin(), { id, reason: 'it leaked' });
    expect(await verifyApiKey(db, text)).toBeNull();
    expect((await getApiKey(admin(), id)).revokedAt).not.toBeNull();
    await expect(revokeApiKey(admin(), { id })).rejects.toMatchObject({ code: 'CONFLICT' });
    const rows = await db.prisma.auditLog.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } });
    expect(rows.map(({ action, reason }) => [action, reason])).toEqual([
      ['key.create', null],
      ['key.revoke', 'it leaked'],
    ]);
  });

  it('lets one of two at once win', async () => {
    const { id } = await createApiKey(admin(), { name: 'ci', scopes: ['tasks:read'] });
    const both = await Promise.allSettled([revokeApiKey(admin(), { id }), revokeApiKey(admin(), { id })]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('finds no key by an id that is none', async () => {
    for (const id of ['junk', '', 'a\u0000', '00000000-0000-7000-8000-0000000000ff']) {
      await expect(revokeApiKey(admin(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(getApiKey(admin(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('listApiKeys', () => {
  it('shows the keys that work first, and never a secret or its hash', async () => {
    await db.pool.query('TRUNCATE raydeck.api_key');
    const made = [];
    for (const name of ['a', 'b', 'c']) made.push(await createApiKey(admin(), { name, scopes: ['tasks:read'] }));
    await revokeApiKey(admin(), { id: made[2]?.id ?? '' });
    const keys = await listApiKeys(admin());
    expect(keys.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
    const hashes = await db.prisma.apiKey.findMany({ select: { secretHash: true } });
    const shown = JSON.stringify(keys);
    for (const { secretHash } of hashes) expect(shown).not.toContain(secretHash);
    for (const { text } of made) expect(shown).not.toContain(text.slice(15));
  });

  it('is for administrators', async () => {
    for (const context of [contextOf(db, { role: 'OPERATOR' }), keyContext(db, { scopes: ['tasks:operate'] })]) {
      await expect(listApiKeys(context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('ensureApiKey', () => {
  it('makes the key of the secrets file valid, whatever was changed of it', async () => {
    const text = newKeyText();
    expect(await ensureApiKey(db, { name: 'local', text })).toEqual({ isRevoked: false });
    await db.pool.query(`UPDATE raydeck.api_key SET scopes = '{}', expires_at = clock_timestamp()`);
    await ensureApiKey(db, { name: 'local', text });
    expect(await verifyApiKey(db, text)).toMatchObject({
      scopes: ['tasks:read', 'tasks:write', 'tasks:operate'],
      canViewPayload: true,
    });
  });

  it('does not revive a key that was revoked, and says so', async () => {
    const text = newKeyText();
    await ensureApiKey(db, { name: 'local', text });
    await db.pool.query('UPDATE raydeck.api_key SET revoked_at = clock_timestamp()');
    expect(await ensureApiKey(db, { name: 'local', text })).toEqual({ isRevoked: true });
    expect(await verifyApiKey(db, text)).toBeNull();
  });

  it('refuses what is no key', async () => {
    await expect(ensureApiKey(db, { name: 'local', text: 'secret' })).rejects.toMatchObject({ code: 'INVALID' });
  });
});

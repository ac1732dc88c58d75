import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { createApiKey } from './create-api-key.ts';
import { ensureApiKey } from './ensure-api-key.ts';
import { newKeyText } from './key-text.ts';
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
    const limited = keyContext(db, { scopes: ['admin'], queues: ['default'] });
    await expect(createApiKey(limited, wanted)).rejects.toMatchObject({ code: 'FORBIDDEN' });
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

describe('ensureApiKey', () => {
  it('makes the key of the secrets file valid, again after it was revoked', async () => {
    const text = newKeyText();
    await ensureApiKey(db, { name: 'local', text });
    await db.pool.query('UPDATE raydeck.api_key SET revoked_at = clock_timestamp()');
    await ensureApiKey(db, { name: 'local', text });
    expect(await verifyApiKey(db, text)).toMatchObject({
      scopes: ['tasks:read', 'tasks:write', 'tasks:operate'],
      canViewPayload: true,
    });
  });

  it('refuses what is no key', async () => {
    await expect(ensureApiKey(db, { name: 'local', text: 'secret' })).rejects.toMatchObject({ code: 'INVALID' });
  });
});

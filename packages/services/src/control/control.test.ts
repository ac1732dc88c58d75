import { claim, enqueue, type Login, loginAs, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getQueue } from '../queues/get-queue.ts';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { changeControl } from './change-control.ts';
import { getControl } from './get-control.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});
beforeEach(async () => {
  await changeControl(admin(), { concurrencyLimit: null });
  await db.pool.query('TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.audit_log');
});

const admin = () => contextOf(app, { role: 'ADMIN' });
const auditRows = () => db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } });

describe('the limit over all queues', () => {
  it('counts what runs already, and says how many places are held', async () => {
    await enqueue(db, {}, {}, {}, {});
    const worker = await newWorker(db);
    await claim(db, worker, { limit: 2 });
    expect(await getControl(admin())).toMatchObject({ concurrencyLimit: null, live: null });
    expect((await getQueue(admin(), 'default')).live).toBeNull();
    await changeControl(admin(), { concurrencyLimit: 3, reason: 'a small cluster' });
    expect(await getControl(admin())).toMatchObject({
      concurrencyLimit: 3,
      live: 2,
      updatedBy: 'user:ada@example.com',
    });
    expect((await getQueue(admin(), 'default')).live).toBe(2);
    expect(await claim(db, worker)).toHaveLength(1);
    expect(await auditRows()).toMatchObject([
      {
        action: 'control.update',
        targetType: 'control',
        reason: 'a small cluster',
        before: { concurrencyLimit: null },
        after: { concurrencyLimit: 3 },
      },
    ]);
  });

  it('holds no claim off and leaves no row when it stays as it is', async () => {
    const version = async () => (await db.prisma.control.findFirstOrThrow()).version;
    const before = await version();
    await changeControl(admin(), { concurrencyLimit: null });
    expect([await version(), await auditRows()]).toEqual([before, []]);
  });

  it.each([0, 100_001, 1.5, '3', undefined])('refuses %j', async (concurrencyLimit) => {
    const changing = changeControl(admin(), { concurrencyLimit } as never);
    await expect(changing).rejects.toMatchObject({ code: 'INVALID', path: 'concurrencyLimit' });
  });

  it('is changed by administrators, and by keys that reach everything', async () => {
    const refused = [
      contextOf(app, { role: 'OPERATOR' }),
      keyContext(app, { scopes: ['tasks:operate'] }),
      keyContext(app, { scopes: ['admin'], queues: ['default'] }),
    ];
    for (const context of refused) {
      await expect(changeControl(context, { concurrencyLimit: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await changeControl(keyContext(app, { scopes: ['admin'] }), { concurrencyLimit: 1 });
  });
});

import { createHmac } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { changeWebhook } from './change-webhook.ts';
import { createWebhook } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { type Answered, buryDelivery, deliverWebhook } from './deliver-webhook.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listWebhooks } from './list-webhooks.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { redeliver } from './redeliver.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';
import { testWebhook } from './test-webhook.ts';
import { testKeyRing, webhookContext } from './webhook.fixture.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.webhook CASCADE; TRUNCATE raydeck.audit_log'));

const admin = () => webhookContext(db);
const made = { name: 'ops', url: 'https://hooks.example/x', events: ['task.failed' as const] };
const create = () => createWebhook(admin(), made);

interface Sent {
  headers: Record<string, string>;
  body: string;
}

/** Delivers with these answers in turn, the last one again and again; returns what was sent. */
async function deliver(deliveryId: string, ...answers: Answered[]): Promise<Sent> {
  const sent: Sent[] = [];
  const post = async (_url: string, headers: Record<string, string>, body: string) => {
    sent.push({ headers, body });
    return answers[0] ?? { statusCode: 200 };
  };
  await deliverWebhook({ db, emit: () => {}, keyRing: testKeyRing, post }, deliveryId);
  return sent[0] ?? { headers: {}, body: '' };
}

/** As a receiver checks it. */
function isSigned(secret: string, { headers, body }: Sent): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
  return (headers['webhook-signature'] ?? '').split(' ').includes(expected);
}

const delivery = async () => (await listDeliveries(admin(), { name: 'ops' })).items[0];

describe('A webhook', () => {
  it('shows its secret once, keeps it encrypted, and writes what happened to it into the audit log', async () => {
    const { secret, ...webhook } = await create();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await listWebhooks(admin())).toEqual([webhook]);
    const rows = JSON.stringify([await db.prisma.webhook.findMany(), await db.prisma.auditLog.findMany()]);
    expect(rows).not.toContain(secret.slice(6, 40));
    await changeWebhook(admin(), { name: 'ops', tags: ['vip'], reason: 'less' });
    await changeWebhook(admin(), { name: 'ops', tags: ['vip'] });
    await deleteWebhook(admin(), { name: 'ops' });
    expect(await db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { action: 'webhook.create', targetType: 'webhook', targetId: 'ops' },
      { action: 'webhook.update', reason: 'less', before: { tags: [] }, after: { tags: ['vip'] } },
      { action: 'webhook.delete' },
    ]);
    await expect(deleteWebhook(admin(), { name: 'ops' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    [{ url: 'ftp://x/' }, 'url'],
    [{ url: 'https://user:pass@x/' }, 'url'],
    [{ url: 'x' }, 'url'],
    [{ events: [] }, 'events'],
    [{ events: ['queue.backlog'] }, 'backlogThreshold'],
    [{ callables: ['1x'] }, 'callables[0]'],
    [{ name: 'a b' }, 'name'],
  ])('is refused with %j', async (change, path) => {
    await expect(createWebhook(admin(), { ...made, ...change } as never)).rejects.toMatchObject({
      code: 'INVALID',
      path,
    });
  });

  it('has a name of its own, and needs ENCRYPTION_KEYS', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ code: 'CONFLICT' });
    const context = contextOf(db, { role: 'ADMIN' });
    await expect(createWebhook(context, { ...made, name: 'b' })).rejects.toMatchObject({ code: 'PRECONDITION' });
  });

  it('is for administrators and keys that reach everything', async () => {
    const refused = [
      { ...contextOf(db, { role: 'OPERATOR' }), keyRing: testKeyRing },
      { ...keyContext(db, { scopes: ['admin'], queues: ['mail'] }), keyRing: testKeyRing },
    ];
    const target = { name: 'ops' };
    for (const context of refused) {
      for (const work of [
        () => listWebhooks(context),
        () => createWebhook(context, made),
        () => changeWebhook(context, target),
        () => deleteWebhook(context, target),
        () => rotateWebhookSecret(context, target),
        () => testWebhook(context, target),
        () => listDeliveries(context, target),
        () => redeliver(context, { ...target, deliveryId: 'x' }),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'FORBIDDEN' });
      }
    }
  });
});

describe('A delivery', () => {
  it('is signed as the Standard Webhooks say, by both secrets while one is replaced', async () => {
    const { secret: old } = await create();
    const first = await deliver((await testWebhook(admin(), { name: 'ops' })).deliveryId);
    expect(isSigned(old, first)).toBe(true);
    expect(isSigned(old, { ...first, body: first.body.replace('ops', 'opt') })).toBe(false);
    expect(JSON.parse(first.body)).toMatchObject({ type: 'webhook.test', data: { webhook: 'ops' } });
    expect(Math.abs(Number(first.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    const { secret } = await rotateWebhookSecret(admin(), { name: 'ops' });
    const both = await deliver((await testWebhook(admin(), { name: 'ops' })).deliveryId);
    expect([isSigned(old, both), isSigned(secret, both)]).toEqual([true, true]);
    await db.pool.query(`UPDATE raydeck.webhook SET previous_until = clock_timestamp()`);
    const last = await deliver((await testWebhook(admin(), { name: 'ops' })).deliveryId);
    expect([isSigned(old, last), isSigned(secret, last)]).toEqual([false, true]);
  });

  it('counts its tries, is tried again until it arrives, and then no more', async () => {
    await create();
    const { deliveryId } = await testWebhook(admin(), { name: 'ops' });
    await expect(deliver(deliveryId, { statusCode: 503 })).rejects.toThrow('It answered 503.');
    expect(await delivery()).toMatchObject({ state: 'PENDING', attempts: 1, statusCode: 503 });
    await expect(deliver(deliveryId, { statusCode: null, error: 'no' })).rejects.toThrow('no');
    expect((await listWebhooks(admin()))[0]?.failingSince).not.toBeNull();
    const { headers } = await deliver(deliveryId);
    expect(headers['webhook-id']).toBe(deliveryId);
    expect(await delivery()).toMatchObject({ state: 'DELIVERED', attempts: 3, statusCode: 200, error: null });
    expect((await listWebhooks(admin()))[0]?.failingSince).toBeNull();
    expect((await deliver(deliveryId)).body).toBe('');
  });

  it('is a dead letter when all tries failed, and delivered again by hand with the same id', async () => {
    await create();
    const { deliveryId } = await testWebhook(admin(), { name: 'ops' });
    await expect(deliver(deliveryId, { statusCode: 500 })).rejects.toThrow('It answered 500.');
    await expect(redeliver(admin(), { name: 'ops', deliveryId })).rejects.toMatchObject({ code: 'CONFLICT' });
    await buryDelivery({ db, emit: () => {} }, deliveryId);
    expect(await listDeliveries(admin(), { name: 'ops', state: 'DEAD' })).toMatchObject({
      items: [{ id: deliveryId }],
    });
    await redeliver(admin(), { name: 'ops', deliveryId });
    expect((await deliver(deliveryId)).headers['webhook-id']).toBe(deliveryId);
    expect(await delivery()).toMatchObject({ state: 'DELIVERED' });
    await expect(
      redeliver(admin(), { name: 'ops', deliveryId: '00000000-0000-7000-8000-000000000000' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of a disabled webhook is not tried, but a test is', async () => {
    await create();
    await changeWebhook(admin(), { name: 'ops', enabled: false });
    const { id: webhookId } = await db.prisma.webhook.findFirstOrThrow();
    const data = { webhookId, event: 'task.failed', eventKey: 'x', payload: {} };
    const { id } = await db.prisma.webhookDelivery.create({ data });
    expect((await deliver(id)).body).toBe('');
    expect(await delivery()).toMatchObject({ state: 'DEAD', error: 'The webhook is disabled.' });
    expect((await deliver((await testWebhook(admin(), { name: 'ops' })).deliveryId)).body).not.toBe('');
  });

  it.each([
    ['days without one that arrived', { statusCode: 500 }, `interval '6 days'`, false],
    ['hours without one', { statusCode: 500 }, `interval '1 hour'`, true],
    ['the answer 410', { statusCode: 410 }, `interval '0'`, false],
  ])('after %s', async (_what, answered, since, stays) => {
    await create();
    await db.pool.query(`UPDATE raydeck.webhook SET failing_since = clock_timestamp() - ${since}`);
    await expect(deliver((await testWebhook(admin(), { name: 'ops' })).deliveryId, answered)).rejects.toThrow(
      'It answered',
    );
    expect((await listWebhooks(admin()))[0]?.enabled).toBe(stays);
    const disabled = await db.prisma.auditLog.count({ where: { action: 'webhook.update', actorRole: 'SYSTEM' } });
    expect(disabled).toBe(stays ? 0 : 1);
  });

  it('is handed to pg-boss once, and not when that fails', async () => {
    await create();
    const ids = [await testWebhook(admin(), { name: 'ops' }), await testWebhook(admin(), { name: 'ops' })];
    await expect(
      queueDeliveries(db, async () => {
        throw new Error('away');
      }),
    ).rejects.toThrow('away');
    const sent: string[] = [];
    const send = async (_tx: unknown, given: readonly string[]) => void sent.push(...given);
    await Promise.all([queueDeliveries(db, send), queueDeliveries(db, send)]);
    expect(sent.toSorted()).toEqual(ids.map(({ deliveryId }) => deliveryId).toSorted());
    expect(await queueDeliveries(db, send)).toBe(0);
    await db.pool.query(`UPDATE raydeck.webhook_delivery SET queued_at = queued_at - interval '2 hours'`);
    expect(await queueDeliveries(db, send)).toBe(2);
  });

  it('is paged without gap or repetition', async () => {
    await create();
    for (let n = 0; n < 5; n += 1) await testWebhook(admin(), { name: 'ops' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDeliveries(admin(), { name: 'ops', limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});

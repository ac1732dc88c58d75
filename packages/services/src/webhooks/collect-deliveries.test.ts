import { endLease, type Login, loginAs, newWorker, testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertFinished, insertTask } from '../reading/fixtures.ts';
import { daysAgo, prune } from '../retention/retention.fixture.ts';
import { changeWebhook } from './change-webhook.ts';
import { collectSystemDeliveries, collectTaskDeliveries } from './collect-deliveries.ts';
import { createWebhook, type WebhookCreation } from './create-webhook.ts';
import { webhookContext } from './webhook.fixture.ts';

let owner: TestDatabase;
let db: Login;

beforeAll(async () => {
  owner = await testDatabase();
  db = await loginAs(owner, 'raydeck_app');
});
afterAll(async () => {
  await db.close();
  await owner.close();
});
beforeEach(() =>
  owner.pool.query(`TRUNCATE raydeck.task, raydeck.webhook CASCADE; TRUNCATE raydeck.worker;
    UPDATE raydeck.webhook_cursor SET seen_at = clock_timestamp(), safe_at = clock_timestamp(), mark_xid = NULL`),
);

const admin = () => webhookContext(db);
const watch = (name: string, settings: Partial<WebhookCreation> = {}) =>
  createWebhook(admin(), { name, url: 'https://hooks.example/', events: ['task.failed'], ...settings });

/** What was made, the oldest first: which webhook is told of which task. */
async function told(): Promise<string[]> {
  const rows = await db.prisma.webhookDelivery.findMany({
    orderBy: { id: 'asc' },
    include: { webhook: { select: { name: true } } },
  });
  return rows.map(({ event, payload, webhook }) => {
    const { id, queue, isOver } = payload as Record<string, unknown>;
    return [webhook.name, event, ...(event === 'queue.backlog' ? [queue, isOver] : [id])].join(' ');
  });
}

const fail = async (task: Record<string, unknown> = {}) => (await insertFinished(owner, 'FAILED', task)).taskId;

describe('collectTaskDeliveries', () => {
  it('tells of each end once, by state, queue, callable and tag', async () => {
    await watch('all', { events: ['task.failed', 'task.succeeded', 'task.canceled'] });
    await watch('mail', { queues: ['mail'] });
    await watch('shop', { callables: ['shop'], tags: ['vip', 'eu'] });
    const plain = await fail({ callable: 'shopping.buy' });
    const mail = await fail({ queue: 'mail', callable: 'shop', tags: ['us'] });
    const vip = await fail({ callable: 'shop.tasks.charge', tags: ['vip'] });
    const { taskId: good } = await insertFinished(owner, 'SUCCEEDED', { queue: 'mail' });
    const canceled = await insertTask(owner, { state: 'CANCELED', finished_at: new Date() });
    await insertTask(owner);
    await collectTaskDeliveries(db);
    await collectTaskDeliveries(db);
    expect((await told()).toSorted()).toEqual(
      [
        ...[plain, mail, vip].map((id) => `all task.failed ${id}`),
        `all task.succeeded ${good}`,
        `all task.canceled ${canceled}`,
        `mail task.failed ${mail}`,
        `shop task.failed ${vip}`,
      ].toSorted(),
    );
  });

  it('says what it was and never what was in it', async () => {
    await watch('all', { events: ['task.failed', 'task.succeeded'] });
    const secret = 'xyzzy';
    const fields = { args: `["${secret}"]`, kwargs: `{"${secret}": 1}`, tags: ['eu'] };
    const id = (await insertFinished(owner, 'FAILED', fields, { error_class: 'shop.Declined', error_message: secret }))
      .taskId;
    await insertFinished(owner, 'SUCCEEDED', { ...fields, result: `"${secret}"` });
    await collectTaskDeliveries(db);
    const rows = await db.prisma.webhookDelivery.findMany({ orderBy: { id: 'asc' } });
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(rows[0]?.payload).toMatchObject({ id, state: 'FAILED', errorClass: 'shop.Declined', tags: ['eu'] });
  });

  it('tells of an end that commits after ends that came later', async () => {
    await watch('all');
    const slow = await owner.pool.connect();
    const id = await insertTask(owner, { state: 'RUNNING', attempt_count: 1 });
    await slow.query('BEGIN');
    await slow.query(
      `UPDATE raydeck.task SET state = 'FAILED', finished_at = clock_timestamp() - interval '3 seconds' WHERE id = $1`,
      [id],
    );
    await owner.pool.query(`UPDATE raydeck.webhook SET told_from = clock_timestamp() - interval '1 minute'`);
    await owner.pool.query(`UPDATE raydeck.webhook_cursor SET safe_at = clock_timestamp() - interval '1 minute'`);
    const later = await fail();
    for (let look = 0; look < 3; look += 1) await collectTaskDeliveries(db);
    expect(await told()).toEqual([`all task.failed ${later}`]);
    const { safeAt } = await db.prisma.webhookCursor.findFirstOrThrow();
    expect(Date.now() - safeAt.getTime()).toBeGreaterThan(10_000);
    await slow.query('COMMIT');
    slow.release();
    // Transactions of other databases on the server are waited for as well.
    await until('the late one', async () => (await collectTaskDeliveries(db)) === 1, {
      deadlineMs: 120_000,
      everyMs: 50,
    });
    expect(await told()).toEqual([`all task.failed ${later}`, `all task.failed ${id}`]);
  });

  it('tells of each end of a task that is run again', async () => {
    await watch('all');
    const id = await fail();
    await collectTaskDeliveries(db);
    await owner.pool.query('UPDATE raydeck.task SET finished_at = clock_timestamp() WHERE id = $1', [id]);
    await collectTaskDeliveries(db);
    expect(await told()).toEqual([`all task.failed ${id}`, `all task.failed ${id}`]);
  });

  it('tells of nothing from before a webhook was made or enabled', async () => {
    await fail();
    await watch('all');
    const first = await fail();
    await collectTaskDeliveries(db);
    await changeWebhook(admin(), { name: 'all', enabled: false });
    await fail();
    await collectTaskDeliveries(db);
    await changeWebhook(admin(), { name: 'all', enabled: true });
    const last = await fail();
    await collectTaskDeliveries(db);
    expect(await told()).toEqual([`all task.failed ${first}`, `all task.failed ${last}`]);
  });

  it('takes more than a portion, in the order of the ends', async () => {
    await watch('all');
    await owner.pool
      .query(`INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count, finished_at, priority)
      SELECT 'a.b', 'default', 'x', 'FAILED', 1, clock_timestamp(), n % 100 FROM generate_series(1, 2500) AS n`);
    expect(await collectTaskDeliveries(db)).toBe(2500);
    expect(await collectTaskDeliveries(db)).toBe(0);
    const rows = await db.prisma.webhookDelivery.findMany({ orderBy: { id: 'asc' } });
    expect(rows.slice(0, 300).map(({ payload }) => (payload as { priority: number }).priority)).toEqual(
      Array.from({ length: 300 }, (_, n) => (n + 1) % 100),
    );
  });

  it('is waited for by retention, which prunes nothing that was not told', async () => {
    await watch('all');
    await owner.pool.query(`UPDATE raydeck.webhook_cursor SET safe_at = clock_timestamp() - interval '100 days'`);
    const untold = await fail({ finished_at: daysAgo(40) });
    await prune(db);
    expect(await db.prisma.task.findMany({ select: { id: true } })).toEqual([{ id: untold }]);
    await changeWebhook(admin(), { name: 'all', enabled: false });
    await prune(db).catch(() => {});
    await owner.pool.query('UPDATE raydeck.attempt SET released_at = finished_at');
    await prune(db);
    expect(await db.prisma.task.count()).toBe(0);
  });
});

describe('collectSystemDeliveries', () => {
  it('tells of a lost worker once, and of none that said farewell or lives', async () => {
    await watch('all', { events: ['worker.lost'] });
    const [lost, stopped] = [await newWorker(owner), await newWorker(owner), await newWorker(owner)];
    await owner.pool.query(`UPDATE raydeck.webhook SET told_from = clock_timestamp() - interval '1 hour'`);
    for (const id of [lost, stopped]) await endLease(owner, id);
    await owner.pool.query(`UPDATE raydeck.worker SET lease_expires_at = lease_expires_at - interval '1 minute'
      WHERE lease_expires_at < clock_timestamp()`);
    await owner.pool.query('UPDATE raydeck.worker SET stopped_at = clock_timestamp() WHERE id = $1', [stopped]);
    expect(await collectSystemDeliveries(db)).toBe(1);
    expect(await collectSystemDeliveries(db)).toBe(0);
    expect(await told()).toEqual([`all worker.lost ${lost}`]);
  });

  it('tells when a queue reaches the threshold and when it is down to half of it, and nothing between', async () => {
    await watch('all', { events: ['queue.backlog'], backlogThreshold: 10 });
    const due = async (count: number) => {
      await owner.pool.query('DELETE FROM raydeck.task');
      for (let n = 0; n < count; n += 1) await insertTask(owner);
      await insertTask(owner, { run_at: new Date(Date.now() + 3_600_000) });
      await collectSystemDeliveries(db);
    };
    for (const count of [9, 10, 12, 6, 10, 5, 9]) await due(count);
    expect(await told()).toEqual(['all queue.backlog default true', 'all queue.backlog default false']);
    await due(10);
    expect(await told()).toHaveLength(3);
  });
});

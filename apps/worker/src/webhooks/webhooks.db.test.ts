import { installJobs } from '@raydeck/jobs';
import { createWebhook, EncryptionKeys, redeliver, systemPrincipal } from '@raydeck/services';
import { createNotifier } from '@raydeck/db';
import { createDatabaseStorage, storageOver } from '@raydeck/storage';
import { type Login, loginAs, testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Background, createBackground } from '../background.ts';
import { parseAllowedTargets } from './address-rules.ts';
import { createPostWebhook } from './post-webhook.ts';
import { startReceiver } from './receiver.fixture.ts';

let owner: TestDatabase;
let db: Login;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let background: Background;
let jobs: { stop: () => Promise<void> };
let isDown = true;

const keyRing = EncryptionKeys.parse(`k1:${Buffer.alloc(32, 7).toString('base64')}`);

beforeAll(async () => {
  owner = await testDatabase();
  await installJobs(owner.url);
  db = await loginAs(owner, 'raydeck_app');
  receiver = await startReceiver(() => (isDown ? 503 : 204));
  background = createBackground({
    defaults: { runner: 'local', maxAttempts: 1 },
    db,
    storage: storageOver(createDatabaseStorage(db)),
    notifier: createNotifier(db),
    emit: () => {},
    onError: () => {},
    leadership: { leads: () => true },
    isHinted: () => false,
    webhooks: { keyRing, post: createPostWebhook(parseAllowedTargets(['127.0.0.1'])) },
  });
  jobs = await background.start();
});
afterAll(async () => {
  await jobs.stop();
  await receiver.stop();
  await db.close();
  await owner.close();
});

/** What the lapse of time does to a job that waits for its next try. */
async function makeDue(): Promise<void> {
  await owner.pool.query(
    `UPDATE pgboss.job SET start_after = now() WHERE name = 'webhook-delivery' AND state = 'retry'`,
  );
}

const deliveries = () => db.prisma.webhookDelivery.findMany({ orderBy: { id: 'asc' } });
const patiently = { everyMs: 200 };

it('a task that ends is told to a receiver that was down, again and again, then buried, and by hand after that', async () => {
  const context = { db, principal: systemPrincipal, notifier: createNotifier(db), emit: () => {}, keyRing };
  await createWebhook(context, { name: 'ops', url: `${receiver.url}/hook`, events: ['task.failed'] });
  await owner.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count, finished_at)
    VALUES ('a.b', 'default', 'x', 'FAILED', 1, clock_timestamp())`);
  background.run('webhooks');
  await until('the first try', () => receiver.received.length > 0, patiently);
  await until(
    'the second',
    async () => {
      await makeDue();
      return receiver.received.length > 1;
    },
    patiently,
  );
  // Its last one.
  await owner.pool.query(`UPDATE pgboss.job SET retry_limit = retry_count WHERE name = 'webhook-delivery'`);
  await until(
    'the dead letter',
    async () => {
      await makeDue();
      return (await deliveries())[0]?.state === 'DEAD';
    },
    patiently,
  );
  const [dead] = await deliveries();
  expect(dead).toMatchObject({ statusCode: 503, error: 'It answered 503.' });
  isDown = false;
  await redeliver(context, { name: 'ops', deliveryId: dead?.id ?? '' });
  await until('the delivery', async () => (await deliveries())[0]?.state === 'DELIVERED', patiently);
  expect(await deliveries()).toMatchObject([{ id: dead?.id, statusCode: 204, attempts: receiver.received.length }]);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([dead?.id]));
}, 200_000);

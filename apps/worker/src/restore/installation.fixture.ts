import { randomUUID } from 'node:crypto';
import { freePort } from '@raydeck/embedded';
import { createNotifier, type Database } from '@raydeck/db';
import {
  cancelTask,
  type Context,
  createWebhook,
  EncryptionKeys,
  enqueueTasks,
  type NewTask,
  pinTask,
  putProfile,
  putSchedule,
} from '@raydeck/services';
import { createDatabaseStorage, storageOver } from '@raydeck/storage';
import { until } from '@raydeck/testing';
import { abandonAttempt } from '../conformance/abandon-attempt.ts';
import { readEnv } from '../env.ts';
import { startWorker, type Worker } from '../worker.ts';

export const PRODUCER = { name: 'shop', password: 'of the shop' };

const encryptionKeys = `k1:${Buffer.alloc(32, 5).toString('base64')}`;

/** Ids of tasks, by what became of them before the backup. */
export interface Filled {
  pinned: string;
  large: string;
  failed: string;
  canceled: string;
  queued: string;
  withSecret: string;
  fromSql: string;
  later: string;
  running: string;
}

/** What an administrator's verbs get, with the keys of the installation. */
export function contextOn(db: Database): Context {
  return {
    db,
    principal: {
      kind: 'user',
      id: 'user:test',
      userId: randomUUID(),
      name: 'Test',
      role: 'ADMIN',
      canViewPayload: true,
    },
    notifier: createNotifier(db),
    emit: () => {},
    keyRing: EncryptionKeys.parse(encryptionKeys),
    encryptsPayloads: true,
    storage: storageOver(createDatabaseStorage(db)),
  };
}

/** A worker without Ray, with the keys of the installation. */
export async function startLocalWorker(databaseUrl: string, directory: string): Promise<Worker> {
  return startWorker(
    readEnv({
      PATH: process.env['PATH'] ?? '',
      RUNNER: 'local',
      LOCAL_RUNNER: 'true',
      LOCAL_PYTHON: process.env['RAYDECK_TEST_PYTHON'] ?? 'python3',
      LOCAL_DIRECTORY: directory,
      DATABASE_URL: databaseUrl,
      RAYDECK_SECRET: 'a secret of the tests, long enough for the purpose',
      ENCRYPTION_KEYS: encryptionKeys,
      LOG_LEVEL: 'error',
      ATTEMPT_API_PORT: String(await freePort()),
      HEALTH_PORT: '0',
      HEARTBEAT_INTERVAL_SECONDS: '1',
      LEASE_SECONDS: '20',
    }),
  );
}

/** Tasks in each state, and what stands beside them. Nobody works there any more when it returns. */
export async function busyInstallation(db: Database, appUrl: string, directory: string): Promise<Filled> {
  const context = contextOn(db);
  const put = async (task: NewTask) => {
    const [enqueued] = await enqueueTasks(context, [task]);
    if (!enqueued) throw new Error('The door returned no row.');
    return enqueued.id;
  };
  await db.pool.query(`
    UPDATE raydeck.queue SET plain_callables = true;
    INSERT INTO raydeck.queue (name, plain_callables, concurrency_limit) VALUES ('orders', true, 2);
    CREATE ROLE ${PRODUCER.name} LOGIN PASSWORD '${PRODUCER.password}';
    GRANT CONNECT ON DATABASE raydeck TO ${PRODUCER.name};
    SELECT raydeck.grant_enqueue('${PRODUCER.name}', '{orders}')`);
  await putProfile(context, {
    name: 'shop',
    settings: { source: { kind: 'image' }, secrets: { SHOP_TOKEN: 'known to the profile alone' } },
  });
  await createWebhook(context, {
    name: 'ops',
    url: 'https://ops.example.com',
    events: ['queue.backlog'],
    backlogThreshold: 100_000,
  });

  const pinned = await put({ callable: 'operator.add', args: '[1, 2]' });
  const large = await put({ callable: 'operator.mul', args: '["x", 300000]' });
  const failed = await put({ callable: 'operator.truediv', args: '[1, 0]', maxAttempts: 1 });
  await finishAll(db, appUrl, directory);
  await pinTask(context, { id: pinned, pinned: true, reason: 'a test' });

  const running = await put({ callable: 'operator.add', args: '[20, 22]' });
  await abandonAttempt(db, { taskId: running, runner: 'local', executionId: randomUUID(), silentSeconds: 1 });
  const canceled = await put({ callable: 'operator.add', args: '[0, 0]' });
  await cancelTask(context, { id: canceled, reason: 'a test' });
  const queued = await put({ callable: 'operator.add', args: '[40, 2]' });
  const withSecret = await put({ callable: 'os.getenv', args: '["SHOP_TOKEN"]', profile: 'shop' });
  const later = await put({ callable: 'operator.neg', args: '[3]', runAt: '2999-01-01T00:00:00Z' });
  const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM raydeck.enqueue_tasks($1)', [
    JSON.stringify({ version: 1, tasks: [{ callable: 'operator.neg', args: [7], queue: 'orders' }] }),
  ]);
  const fromSql = rows[0]?.id ?? '';
  const task = { callable: 'operator.neg', args: '[5]' };
  await putSchedule(context, { name: 'nightly', settings: { cron: '30 2 * * *', task } });
  return { pinned, large, failed, canceled, queued, withSecret, fromSql, later, running };
}

async function finishAll(db: Database, appUrl: string, directory: string): Promise<void> {
  const worker = await startLocalWorker(appUrl, directory);
  try {
    const unfinished = { where: { finishedAt: null } };
    await until('the first tasks to end', async () => (await db.prisma.task.count(unfinished)) === 0, {
      deadlineMs: 120_000,
    });
  } finally {
    await worker.stop();
  }
}

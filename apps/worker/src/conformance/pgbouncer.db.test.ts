import { createDatabase, createNotifier, type Database } from '@raydeck/db';
import { enqueueTasks } from '@raydeck/services';
import { type PgBouncer, startPgBouncer, until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

let kit: WorkerKit;
let pooler: PgBouncer;
let pooled: Database;

beforeAll(async () => {
  kit = await createWorkerKit('local');
  pooler = await startPgBouncer(kit.db.url);
  pooled = createDatabase({ connectionString: pooler.url, applicationName: 'raydeck-test' });
  await kit.db.pool.query(
    `INSERT INTO raydeck.queue (name, concurrency_limit, plain_callables) VALUES ('narrow', 2, true)`,
  );
  await kit.startWorker({ DATABASE_URL: pooler.url, CONCURRENCY: 8 });
});
afterAll(async () => {
  await kit?.close();
  await pooled?.close();
  await pooler?.close();
});

describe('behind PgBouncer in transaction mode', () => {
  it('tasks are enqueued, run and finish, with limits and without', async () => {
    const context = { ...kit.context, db: pooled, notifier: createNotifier(pooled) };
    const tasks = Array.from({ length: 24 }, (_, at) => ({
      callable: 'operator.add',
      args: `[${at}, 1]`,
      queue: at % 2 === 0 ? 'default' : 'narrow',
    }));
    const enqueued = await enqueueTasks(context, tasks);
    for (const [at, { id }] of enqueued.entries())
      expect(await kit.finished(id)).toMatchObject({ state: 'SUCCEEDED', result: String(at + 1), attemptCount: 1 });
    expect(await kit.db.prisma.limitCounter.findUnique({ where: { queue: 'narrow' } })).toMatchObject({ live: 0 });
  });

  it('a running task is canceled, though nobody hears the hint', async () => {
    const id = await kit.enqueue({ callable: 'time.sleep', args: '[300]' });
    await kit.running(id);
    await kit.cancel(id);
    expect(await kit.finished(id)).toMatchObject({ state: 'CANCELED' });
  });

  it('nothing is prepared by name on connections that others get next', async () => {
    await until('statements to have run', async () => (await pooled.pool.query('SELECT 1')).rowCount === 1);
    const { rows } = await pooled.pool.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM pg_prepared_statements',
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Database, enqueueTasks } from '@raydeck/db';
import { installJobs } from '@raydeck/jobs';
import { testDatabase, until } from '@raydeck/testing';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';
import { startWorkerProcess } from './worker-process.ts';

const perSecond = 5;

/**
 * From the enqueue to the first line of user code by the `local` runner, at a steady rate and by the database's clock, beside
 * the bare start of the same interpreter with the same imports, one after the other.
 */
export async function benchLocalStart({ seconds }: { seconds: number }): Promise<Figure[]> {
  const python = process.env['RAYDECK_TEST_PYTHON'] ?? 'python3';
  const db = await testDatabase();
  await installJobs(db.url);
  const variables = { DATABASE_URL: db.url, RUNNER: 'local', LOCAL_RUNNER: 'true', LOCAL_PYTHON: python };
  const worker = await startWorkerProcess({ ...variables, CONCURRENCY: '16' });
  try {
    const bare: number[] = [];
    for (let i = 0; i < seconds; i += 1) bare.push(await bareStart(python));
    await steadily(2, () => enqueue(db)); // The worker's own first steps are not the question.
    await drained(db);
    const ids = await steadily(seconds, () => enqueue(db));
    await drained(db);
    const waits = await startDelays(db, ids);
    return [0.5, 0.95, 0.99].map((q) => ({
      name: `enqueue → RUNNING, p${q * 100}`,
      value: quantile(waits, q),
      unit: 'ms',
      against: 'bare interpreter',
      reference: quantile(bare, q),
      ...(q === 0.95 ? { bar: { atMost: 150 } } : {}),
    }));
  } finally {
    await worker.stop();
    await db.close();
  }
}

/** Calls at a fixed rate, whatever the calls take; returns what each gave. */
async function steadily<T>(seconds: number, call: () => Promise<T>): Promise<T[]> {
  const startedAt = performance.now();
  const calls: Promise<T>[] = [];
  for (let i = 0; i < seconds * perSecond; i += 1) {
    await delay(Math.max(0, startedAt + (i * 1000) / perSecond - performance.now()));
    calls.push(call());
  }
  return Promise.all(calls);
}

/** Milliseconds from the spawn until the imports of an execution are done. */
async function bareStart(python: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(python, ['-c', 'import raydeck.entrypoint'], {
    env: { PYTHONPATH: fileURLToPath(new URL('../../python', import.meta.url)) },
    stdio: 'ignore',
  });
  await once(child, 'exit');
  return performance.now() - startedAt;
}

async function enqueue(db: Database): Promise<string> {
  const tasks = [{ callable: 'raydeck.demo.add', args: '[1, 2]' }];
  const [task] = await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks })]);
  if (!task) throw new Error('The door returned no row.');
  return task.id;
}

async function drained(db: Database): Promise<void> {
  const isOpen = `SELECT FROM raydeck.task WHERE state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') LIMIT 1`;
  await until('all tasks to end', async () => (await db.pool.query(isOpen)).rows.length === 0, { deadlineMs: 120_000 });
}

async function startDelays(db: Database, ids: readonly string[]): Promise<number[]> {
  const { rows } = await db.pool.query<{ ms: number }>(
    `SELECT extract(epoch FROM a.started_at - t.created_at)::float8 * 1000 AS ms
     FROM raydeck.task AS t JOIN raydeck.attempt AS a ON a.task_id = t.id
     WHERE t.id = ANY ($1) AND t.state = 'SUCCEEDED' AND t.attempt_count = 1`,
    [ids],
  );
  if (rows.length !== ids.length) throw new Error(`Only ${rows.length} of ${ids.length} tasks succeeded at once.`);
  return rows.map(({ ms }) => ms);
}

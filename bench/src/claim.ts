import { randomUUID } from 'node:crypto';
import { claimTasks, type Database, registerWorker } from '@raydeck/db';
import { testDatabase } from '@raydeck/testing';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';

const batch = 250;

/** One worker claims all there is, batch by batch, on one connection; each case on a database of its own. */
export async function benchClaim({ tasks, runs }: { tasks: number; runs: number }): Promise<Figure[]> {
  const cases: { name: string; prepare: (db: Database) => Promise<void> }[] = [
    { name: 'claim', prepare: (db) => fill(db, tasks) },
    { name: 'claim, statistics taken while the table was empty', prepare: (db) => fillWithStaleStatistics(db, tasks) },
    { name: 'claim, 1,000,000 tasks for later in 20 priorities', prepare: (db) => fillBesideLater(db, tasks) },
  ];
  const figures: Figure[] = [];
  for (const { name, prepare } of cases) {
    const rates: number[] = [];
    const references: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      rates.push(await drain(prepare, claimBatch));
      references.push(await drain(prepare, bareBatch));
    }
    figures.push({
      name,
      value: quantile(rates, 0.5),
      unit: 'tasks/s',
      against: 'bare SKIP LOCKED update',
      reference: quantile(references, 0.5),
      bar: { atLeast: 10_000 },
    });
  }
  return figures;
}

async function drain(
  prepare: (db: Database) => Promise<void>,
  claim: (db: Database, workerId: string) => Promise<number>,
): Promise<number> {
  const db = await testDatabase({ poolSize: 1, statementTimeoutMs: 300_000 });
  try {
    const workerId = randomUUID();
    await db.run(registerWorker, [workerId, 'bench', 'h', 1, '0', ['*'], ['ray_job'], 1, null, 3600, null]);
    await prepare(db);
    const startedAt = performance.now();
    let claimed = 0;
    for (let got = await claim(db, workerId); got > 0; got = await claim(db, workerId)) claimed += got;
    return claimed / ((performance.now() - startedAt) / 1000);
  } finally {
    await db.close();
  }
}

async function claimBatch(db: Database, workerId: string): Promise<number> {
  const { attempts } = await claimTasks(db, {
    expectsLimits: false,
    workerId,
    queues: null,
    limit: batch,
    runners: ['ray_job'],
    defaultRunner: 'ray_job',
    rayAddress: 'http://ray',
    raySession: 'session',
  });
  return attempts.length;
}

/** The least that a claim can be: no attempt, no lanes, no queue, no lease. */
async function bareBatch(db: Database): Promise<number> {
  const { rowCount } = await db.pool.query({
    name: 'bench-bare-claim',
    text: `UPDATE raydeck.task SET state = 'RUNNING', attempt_count = 1 WHERE id = ANY (ARRAY (
      SELECT id FROM raydeck.task WHERE state = 'QUEUED' AND NOT parked AND queue = 'default' AND priority = 0 AND run_at <= now()
      ORDER BY run_at, id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)) RETURNING id, callable, queue`,
    values: [batch],
  });
  return rowCount ?? 0;
}

async function fill(db: Database, tasks: number): Promise<void> {
  await insert(db, tasks, `0, clock_timestamp()`);
  await db.pool.query('VACUUM ANALYZE raydeck.task');
}

async function fillWithStaleStatistics(db: Database, tasks: number): Promise<void> {
  await db.pool.query('ALTER TABLE raydeck.task SET (autovacuum_enabled = false)');
  await db.pool.query('ALTER TABLE raydeck.attempt SET (autovacuum_enabled = false)');
  await db.pool.query('ANALYZE raydeck.task, raydeck.attempt');
  await insert(db, tasks, `0, clock_timestamp()`);
}

async function fillBesideLater(db: Database, tasks: number): Promise<void> {
  await insert(db, 1_000_000, `(i % 20)::smallint, clock_timestamp() + interval '1 day'`);
  await fill(db, tasks);
}

async function insert(db: Database, tasks: number, priorityAndRunAt: string): Promise<void> {
  await db.pool.query(
    `INSERT INTO raydeck.task (callable, args, queue, created_by, priority, run_at)
     SELECT 'shop.tasks.charge', '[1, 2]', 'default', 'bench', ${priorityAndRunAt} FROM generate_series(1, $1::int) AS i`,
    [tasks],
  );
}

import { type Database, finishAttempts } from '@raydeck/db';
import { requestRetention, runRetention } from '@raydeck/services';
import { claim, enqueue, finishInput, newWorker, testDatabase } from '@raydeck/testing';
import { deadRows } from './dead-rows.ts';
import { fillFinished } from './finished-tasks.ts';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';

/** Tasks a second that are enqueued, claimed and finished beside the pruning. */
const ratePerSecond = 200;
const claimBatch = 20;
/** So long the same is measured without pruning. */
const aloneMs = 30_000;

/**
 * Finished tasks whose time is over, pruned to the last or for so many minutes, while others are enqueued, claimed and finished at a steady rate; their claims
 * beside the same rate without pruning, before and after, in the same run.
 */
export async function benchRetention({ tasks, minutes }: { tasks: number; minutes: number }): Promise<Figure[]> {
  const db = await testDatabase({ poolSize: 6, statementTimeoutMs: 600_000 });
  try {
    await fillFinished(db, tasks);
    const workerId = await newWorker(db, { leaseSeconds: 36_000 });
    await load(db, workerId, () => false, 3_000);
    const before = await load(db, workerId, () => false, aloneMs);
    const portions: Portion[] = [];
    let isPruned = false;
    let dead = 0;
    const startedAt = performance.now();
    const endsAt = startedAt + minutes * 60_000;
    const pruning = prune(db, portions, endsAt, async () => {
      dead = Math.max(dead, await deadRows(db));
    }).finally(() => {
      isPruned = true;
    });
    const during = await load(db, workerId, () => isPruned, Infinity);
    await pruning;
    const seconds = (performance.now() - startedAt) / 1000;
    const left = await countLeft(db);
    if (left > 0 && performance.now() < endsAt) throw new Error(`${left} tasks are left whose time is over.`);
    const after = await load(db, workerId, () => false, aloneMs);
    const alone = [...before, ...after];
    const ms = (name: string, q: number, bar?: Figure['bar']): Figure => ({
      name,
      value: quantile(during, q),
      unit: 'ms',
      against: 'without pruning',
      reference: quantile(alone, q),
      ...(bar && { bar }),
    });
    return [
      {
        name: `pruned of ${tasks.toLocaleString('en-US')} tasks with an attempt each`,
        value: portions.reduce((sum, portion) => sum + portion.tasks, 0) / seconds,
        unit: 'tasks/s',
      },
      ms('claim p50 while pruning', 0.5),
      ms('claim p95 while pruning', 0.95, { atMost: 2 * quantile(alone, 0.95) + 5 }),
      ms('claim p99 while pruning', 0.99),
      {
        name: 'longest portion',
        value: Math.max(...portions.map(({ tookMs }) => tookMs)),
        unit: 'ms',
        bar: { atMost: 2_000 },
      },
      {
        name: 'portion p50',
        value: quantile(
          portions.map(({ tookMs }) => tookMs),
          0.5,
        ),
        unit: 'ms',
      },
      { name: 'dead rows at most (task and attempt)', value: dead, unit: 'rows' },
      { name: 'dead rows at the end', value: await deadRows(db), unit: 'rows' },
    ];
  } finally {
    await db.close();
  }
}

interface Portion {
  tasks: number;
  tookMs: number;
}

/** As a leader that has the time: runs end after their budget, and the next one goes on. */
async function prune(db: Database, portions: Portion[], endsAt: number, look: () => Promise<void>): Promise<void> {
  let lookedAt = 0;
  while ((await countLeft(db)) > 0 && performance.now() < endsAt) {
    await requestRetention(db, 'bench');
    await runRetention({
      db,
      deleteStored: () => Promise.resolve(),
      isLeader: () => performance.now() < endsAt,
      budgetMs: 240_000,
      emit: (event) => {
        if (event.type === 'retention.portion') portions.push(event);
      },
      pause: async (ms) => {
        if (performance.now() - lookedAt > 5_000) {
          lookedAt = performance.now();
          await look();
        }
        await new Promise((resolve) => setTimeout(resolve, ms));
      },
    });
  }
}

/** Enqueues, claims and finishes at a steady rate; returns how long each claim took. */
async function load(db: Database, workerId: string, isOver: () => boolean, forMs: number): Promise<number[]> {
  const times: number[] = [];
  const startedAt = performance.now();
  for (let round = 0; !isOver() && performance.now() - startedAt < forMs; round += 1) {
    await enqueue(db, ...Array.from({ length: claimBatch }, () => ({})));
    const sentAt = performance.now();
    const claimed = await claim(db, workerId, { limit: claimBatch });
    times.push(performance.now() - sentAt);
    const inputs = claimed.map(({ attemptId }) =>
      finishInput(attemptId, { judgeId: workerId, expectedState: 'SUBMITTED' }),
    );
    await db.run(finishAttempts, [JSON.stringify(inputs)]);
    const nextAt = startedAt + ((round + 1) * claimBatch * 1000) / ratePerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextAt - performance.now())));
  }
  return times;
}

async function countLeft(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM (SELECT FROM raydeck.task AS t WHERE t.finished_at < now() - interval '31 days' LIMIT 1) AS t`,
  );
  return rows[0]?.count ?? 0;
}

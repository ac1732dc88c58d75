import { enqueueTasks, type Database } from '@raydeck/db';
import { testDatabase } from '@raydeck/testing';
import { medianOf, ratePerSecond } from './measure.ts';
import type { Figure } from './result.ts';

export const task = {
  callable: 'shop.tasks.charge',
  args: '[1, 2]',
  kwargs: '{"note": "a typical small payload"}',
  tags: ['bench'],
};
const lanes = 8;

/** The SQL door, as our own processes use it, against a bare INSERT of the same row into the same table. */
export async function benchDoor({ seconds, runs }: { seconds: number; runs: number }): Promise<Figure[]> {
  const db = await testDatabase({ poolSize: lanes });
  try {
    const single = await medianOf(runs, () => ratePerSecond({ lanes, seconds, work: () => enqueue(db, 1) }));
    const plain = await medianOf(runs, () => ratePerSecond({ lanes, seconds, work: () => insert(db, 1) }));
    const batch = await medianOf(runs, () => ratePerSecond({ lanes: 2, seconds, work: () => enqueue(db, 1000) }));
    const plainBatch = await medianOf(runs, () => ratePerSecond({ lanes: 2, seconds, work: () => insert(db, 1000) }));
    return [
      {
        name: 'one task a transaction',
        value: single,
        unit: 'tasks/s',
        against: 'bare INSERT',
        reference: plain,
        bar: { atLeast: 2_000 },
      },
      {
        name: '1,000 tasks a transaction',
        value: batch,
        unit: 'tasks/s',
        against: 'bare INSERT',
        reference: plainBatch,
        bar: { atLeast: 30_000 },
      },
    ];
  } finally {
    await db.close();
  }
}

export async function enqueue(db: Database, count: number): Promise<number> {
  const tasks = Array.from({ length: count }, () => task);
  const rows = await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: false, tasks })]);
  return rows.length;
}

async function insert(db: Database, count: number): Promise<number> {
  const { rowCount } = await db.pool.query({
    name: 'bench-insert',
    text: `INSERT INTO raydeck.task (callable, args, kwargs, queue, tags, created_by)
      SELECT $2, $3, $4, 'default', $5, 'bench' FROM generate_series(1, $1) RETURNING id`,
    values: [count, task.callable, task.args, task.kwargs, task.tags],
  });
  return rowCount ?? 0;
}

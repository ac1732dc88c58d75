import { claim, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repairTasks } from './repair-tasks.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('a RUNNING task without a live attempt goes back to the line, with an event, and others are left', async () => {
  await enqueue(db, {}, {}, {});
  const [stranded, canceled, running] = await claim(db, await newWorker(db));
  await db.pool.query(
    `UPDATE raydeck.attempt SET state = 'LOST', finished_at = clock_timestamp() WHERE id = ANY ($1)`,
    [[stranded?.attemptId, canceled?.attemptId]],
  );
  await db.pool.query(`UPDATE raydeck.task SET cancel_requested_at = clock_timestamp() WHERE id = $1`, [
    canceled?.taskId,
  ]);
  const repaired = await db.run(repairTasks, [100]);
  expect(new Map(repaired.map(({ taskId, state }) => [taskId, state]))).toEqual(
    new Map([
      [stranded?.taskId, 'QUEUED'],
      [canceled?.taskId, 'CANCELED'],
    ]),
  );
  expect(await db.prisma.taskEvent.findMany({ where: { kind: 'repaired' } })).toHaveLength(2);
  const left = await db.prisma.task.findUniqueOrThrow({ where: { id: running?.taskId ?? '' } });
  expect(left.state).toBe('RUNNING');
  expect(await db.run(repairTasks, [100])).toEqual([]);
});

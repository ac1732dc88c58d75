import { claimFrom, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Claim, type ClaimMark, claimTasks } from './claim-tasks.ts';

let db: TestDatabase;
let workerId: string;

beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('mail')`);
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; UPDATE raydeck.limit_counter SET live = 0;
    UPDATE raydeck.queue SET concurrency_limit = NULL; UPDATE raydeck.control SET concurrency_limit = NULL`);
  workerId = await newWorker(db);
});
afterAll(() => db.close());

/** As a dispatcher claims: what one claim has found of limits is told to the next. */
async function claimTwice(limit: number) {
  const request = { workerId, queues: null, limit, runners: ['local'], defaultRunner: 'local' };
  const cluster = { rayAddress: null, raySession: null };
  const first = await claimTasks(db, { ...request, ...cluster, expectsLimits: false });
  const second = await claimTasks(db, { ...request, ...cluster, expectsLimits: first.hasLimits });
  return [first, second].map(({ attempts, marks: _marks, ...rest }) => ({
    queues: attempts.map(({ queue }) => queue),
    ...rest,
  }));
}

it('says that there may be more only when it took as much as it was asked for', async () => {
  await enqueue(db, {}, {}, {});
  expect(await claimTwice(2)).toEqual([
    { queues: ['default', 'default'], parked: 0, hasLimits: false, mayLeaveMore: true },
    { queues: ['default'], parked: 0, hasLimits: false, mayLeaveMore: false },
  ]);
});

it('leaves queues with a limit at first, says so, and takes what the limit lets through at once after', async () => {
  await db.pool.query(`UPDATE raydeck.queue SET concurrency_limit = 2 WHERE name = 'mail'`);
  await enqueue(db, {}, { queue: 'mail' }, { queue: 'mail' }, { queue: 'mail' });
  expect(await claimTwice(10)).toEqual([
    { queues: ['default'], parked: 0, hasLimits: true, mayLeaveMore: true },
    { queues: ['mail', 'mail'], parked: 0, hasLimits: true, mayLeaveMore: true },
  ]);
});

it('takes nothing past a limit over all queues that it did not expect', async () => {
  await db.pool.query('UPDATE raydeck.control SET concurrency_limit = 1');
  await enqueue(db, {}, { queue: 'mail' });
  const [first, second] = await claimTwice(10);
  expect(first).toEqual({ queues: [], parked: 0, hasLimits: true, mayLeaveMore: true });
  expect(second?.queues).toHaveLength(1);
});

it('says nothing of limits when no queue that has one has tasks', async () => {
  await db.pool.query(`UPDATE raydeck.queue SET concurrency_limit = 2 WHERE name = 'mail'`);
  await enqueue(db, {});
  const none = { parked: 0, hasLimits: false, mayLeaveMore: false };
  expect(await claimTwice(10)).toEqual([
    { queues: ['default'], ...none },
    { queues: [], ...none },
  ]);
});

describe('from a mark on', () => {
  const claim = (limit: number, marks?: readonly ClaimMark[]) => claimFrom(db, workerId, limit, marks);
  const idsOf = ({ attempts }: Claim) => attempts.map(({ taskId }) => taskId);

  it('a claim takes what comes after it in each lane, and whole lanes that have none', async () => {
    await enqueue(db, { priority: 5 }, { priority: 5 }, { priority: 5 });
    const first = await claim(2);
    expect(first.marks).toMatchObject([{ queue: 'default', priority: 5 }]);
    await enqueue(db, { priority: 9 }, { priority: 7, queue: 'mail' }, { priority: -3 });
    const second = await claim(4, first.marks);
    expect(second.attempts.map(({ priority }) => priority)).toEqual([9, 7, 5, -3]);
    expect(second.marks.map(({ priority }) => priority).toSorted((a, b) => a - b)).toEqual([-3, 5, 7, 9]);
  });

  it('what has come in before it is left, said to be possible, and found from the front', async () => {
    await enqueue(db, {}, {}, {});
    const first = await claim(2);
    const [early] = await enqueue(db, { runAt: new Date(Date.now() - 60_000).toISOString() });
    const second = await claim(2, first.marks);
    expect(idsOf(second)).not.toContain(early);
    expect(second).toMatchObject({ mayLeaveMore: true, marks: [] });
    expect(idsOf(await claim(2, second.marks))).toEqual([early]);
  });

  it('of tasks with one time none is taken twice, and none is left', async () => {
    const runAt = new Date(Date.now() - 1_000).toISOString();
    const ids = await enqueue(db, ...Array.from({ length: 5 }, () => ({ runAt })));
    const taken: string[] = [];
    for (let marks: readonly ClaimMark[] = [], left = true; left;) {
      const claimed = await claim(2, marks);
      taken.push(...idsOf(claimed));
      ({ marks, mayLeaveMore: left } = claimed);
    }
    expect(taken.toSorted()).toEqual(ids.toSorted());
  });
});

import { claim, enqueue, newWorker, testDatabase, type TestDatabase, untilBlocked } from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nextDue } from '../sql/next-due.ts';
import { releaseAttempts } from '../sql/release-attempts.ts';
import { fenceClaims } from './fence-claims.ts';
import { recountPlaces } from './recount-places.ts';

let db: TestDatabase;
let workerId: string;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 20 });
  await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('mail'), ('other')`);
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.key_counter;
    UPDATE raydeck.limit_counter SET live = 0, tokens = NULL, refilled_at = NULL;
    UPDATE raydeck.control SET concurrency_limit = NULL`);
  await limit('mail', {});
  workerId = await newWorker(db);
});
afterAll(() => db.close());

interface Limits {
  concurrency?: number | null;
  key?: number | null;
  rate?: [tasks: number, seconds: number] | null;
  pending?: number | null;
}

/** As a service changes a queue's limits: fenced, and with a recount. */
async function limit(queue: string, { concurrency, key, rate, pending }: Limits): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await fenceClaims(tx);
    const data = { concurrencyLimit: concurrency ?? null, keyLimit: key ?? null, maxPending: pending ?? null };
    const rates = { rateTasks: rate?.[0] ?? null, rateSeconds: rate?.[1] ?? null };
    await tx.queue.update({ where: { name: queue }, data: { ...data, ...rates } });
    await recountPlaces(tx, queue);
  });
}

const many = (count: number, task: Record<string, unknown> = {}) =>
  Array.from({ length: count }, () => ({ queue: 'mail', ...task }));

/** Their executions are over: final, then released. */
async function end(attempts: readonly { attemptId: string; taskId: string }[]): Promise<void> {
  const taskIds = attempts.map(({ taskId }) => taskId);
  const attemptIds = attempts.map(({ attemptId }) => attemptId);
  await db.pool.query(
    `UPDATE raydeck.attempt SET state = 'CANCELED', finished_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`,
    [attemptIds],
  );
  await db.pool.query(
    `UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`,
    [taskIds],
  );
  await db.run(releaseAttempts, [attemptIds]);
}

async function live(...queues: string[]): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM raydeck.attempt AS a JOIN raydeck.task AS t ON t.id = a.task_id
     WHERE t.queue = ANY ($1) AND a.released_at IS NULL`,
    [queues.length > 0 ? queues : ['mail']],
  );
  return rows[0]?.count ?? NaN;
}

async function countedLive(queue = 'mail'): Promise<number> {
  return (await db.prisma.limitCounter.findUniqueOrThrow({ where: { queue } })).live;
}

describe('a queue with a concurrency limit', () => {
  it('gives no more places than it has, and gives freed ones again', async () => {
    await limit('mail', { concurrency: 3 });
    await enqueue(db, ...many(5));
    const first = await claim(db, workerId);
    expect(first).toHaveLength(3);
    expect(await claim(db, workerId)).toEqual([]);
    await end(first.slice(0, 1));
    expect(await claim(db, workerId)).toHaveLength(1);
    expect(await countedLive()).toBe(3);
  });

  it('takes its most urgent tasks, whatever their priorities', async () => {
    await limit('mail', { concurrency: 2 });
    const [low, , high] = await enqueue(
      db,
      { queue: 'mail', priority: 1 },
      { queue: 'mail' },
      { queue: 'mail', priority: 9 },
    );
    expect((await claim(db, workerId)).map(({ taskId }) => taskId)).toEqual([high, low]);
  });

  it('does not hold up other queues', async () => {
    await limit('mail', { concurrency: 1 });
    await enqueue(db, ...many(20, { priority: 50 }), { queue: 'other' });
    expect((await claim(db, workerId)).map(({ queue }) => queue)).toEqual(['mail', 'other']);
  });

  it('is never exceeded by many workers that claim and release at once', async () => {
    await limit('mail', { concurrency: 7 });
    await enqueue(db, ...many(300));
    const seen: number[] = [];
    const work = async (): Promise<void> => {
      const id = await newWorker(db);
      for (let round = 0; round < 400; round += 1) {
        const claimed = await claim(db, id, { limit: 5 });
        seen.push(await live());
        if (claimed.length > 0) await end(claimed);
        else if ((await db.prisma.task.count({ where: { state: 'QUEUED' } })) === 0) return;
      }
    };
    await Promise.all(Array.from({ length: 6 }, work));
    expect(Math.max(...seen)).toBe(7);
    expect(await db.prisma.task.count({ where: { state: 'CANCELED' } })).toBe(300);
    expect(await countedLive()).toBe(0);
  });
});

describe('a queue with a limit for each concurrencyKey', () => {
  it('gives each key its places, and tasks without a key any', async () => {
    await limit('mail', { key: 2 });
    await enqueue(db, ...many(4, { concurrencyKey: 'a' }), ...many(1, { concurrencyKey: 'b' }), ...many(3));
    expect(await claim(db, workerId)).toHaveLength(2 + 1 + 3);
    expect(await db.prisma.task.count({ where: { parked: true } })).toBe(2);
  });

  it('never lets a full key block those behind it', async () => {
    await limit('mail', { key: 1 });
    await enqueue(db, ...many(900, { concurrencyKey: 'a', priority: 5 }));
    const [behind] = await enqueue(db, { queue: 'mail', concurrencyKey: 'b' });
    const claimed = await claim(db, workerId, { limit: 10 });
    expect(claimed).toHaveLength(2);
    expect(claimed.map(({ taskId }) => taskId)).toContain(behind);
  });

  it('takes parked tasks by priority, then by runAt, when places are free again', async () => {
    await limit('mail', { key: 1 });
    const [running, later, urgent] = await enqueue(
      db,
      { queue: 'mail', concurrencyKey: 'a', priority: 9 },
      { queue: 'mail', concurrencyKey: 'a' },
      { queue: 'mail', concurrencyKey: 'a', priority: 5 },
    );
    for (const next of [running, urgent, later]) {
      const claimed = await claim(db, workerId);
      expect(claimed.map(({ taskId }) => taskId)).toEqual([next]);
      expect(await claim(db, workerId)).toEqual([]);
      await end(claimed);
    }
  });

  it('goes on after parked tasks were canceled', async () => {
    await limit('mail', { key: 1 });
    await enqueue(db, ...many(3, { concurrencyKey: 'a' }));
    const claimed = await claim(db, workerId);
    await db.pool.query(
      `UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE parked AND state = 'QUEUED'`,
    );
    await end(claimed);
    await enqueue(db, ...many(2, { concurrencyKey: 'a' }));
    expect(await claim(db, workerId)).toHaveLength(1);
    expect(await db.prisma.keyCounter.findMany()).toEqual([{ queue: 'mail', key: 'a', live: 1, parked: 1 }]);
  });

  it('brings all parked tasks back when the limit is lifted', async () => {
    await limit('mail', { key: 1, concurrency: 100 });
    await enqueue(db, ...many(5, { concurrencyKey: 'a' }));
    await claim(db, workerId);
    await limit('mail', { concurrency: 100 });
    expect(await claim(db, workerId)).toHaveLength(4);
  });

  it('is never exceeded by many workers that claim and release at once', async () => {
    await limit('mail', { key: 2, concurrency: 9 });
    const keys = Array.from({ length: 200 }, (_, at) => ({ queue: 'mail', concurrencyKey: `k${(at * at) % 7}` }));
    await enqueue(db, ...keys);
    let most = 0;
    const work = async (): Promise<void> => {
      const id = await newWorker(db);
      for (let round = 0; round < 400; round += 1) {
        const claimed = await claim(db, id, { limit: 4 });
        const { rows } = await db.pool.query<{ most: number }>(
          `SELECT COALESCE(max(n), 0)::integer AS most FROM (SELECT count(*) AS n FROM raydeck.attempt AS a
             JOIN raydeck.task AS t ON t.id = a.task_id WHERE a.released_at IS NULL GROUP BY t.concurrency_key) AS held`,
        );
        most = Math.max(most, rows[0]?.most ?? NaN);
        if (claimed.length > 0) await end(claimed);
        else if ((await db.prisma.task.count({ where: { state: 'QUEUED' } })) === 0) return;
      }
    };
    await Promise.all(Array.from({ length: 5 }, work));
    expect(most).toBe(2);
    expect(await db.prisma.task.count({ where: { state: 'CANCELED' } })).toBe(200);
    const counters = await db.prisma.keyCounter.findMany();
    expect(counters.every(({ live: held, parked }) => held === 0 && parked === 0)).toBe(true);
  });
});

describe('a queue with a rate', () => {
  it('starts no more than its tokens, and says when the next one comes', async () => {
    await limit('mail', { rate: [3, 3600] });
    await enqueue(db, ...many(5));
    expect(await claim(db, workerId)).toHaveLength(3);
    expect(await claim(db, workerId)).toEqual([]);
    const [next] = await db.run(nextDue, [null]);
    expect(next?.tokenInMs).toBeGreaterThan(1_190_000);
    expect(next?.tokenInMs).toBeLessThanOrEqual(1_200_000);
    await db.pool.query(`UPDATE raydeck.limit_counter SET refilled_at = refilled_at - interval '1300 seconds'`);
    expect(await claim(db, workerId)).toHaveLength(1);
  });

  it('never holds more tokens than the bucket, after any silence', async () => {
    await limit('mail', { rate: [2, 1] });
    await enqueue(db, ...many(6));
    expect(await claim(db, workerId)).toHaveLength(2);
    await db.pool.query(`UPDATE raydeck.limit_counter SET refilled_at = refilled_at - interval '1 day'`);
    expect(await claim(db, workerId)).toHaveLength(2);
  });
});

describe('a queue with a limit of pending attempts', () => {
  it('submits no more than may wait for a start; started ones do not count', async () => {
    await limit('mail', { pending: 2, concurrency: 3 });
    await enqueue(db, ...many(5));
    const [first] = await claim(db, workerId);
    expect(await claim(db, workerId)).toEqual([]);
    await db.pool.query(
      `UPDATE raydeck.attempt SET state = 'RUNNING', started_at = clock_timestamp(), execution_id = gen_random_uuid() WHERE id = $1`,
      [first?.attemptId],
    );
    expect(await claim(db, workerId)).toHaveLength(1);
    expect(await live()).toBe(3);
  });
});

describe('a limit over all queues', () => {
  beforeEach(async () => {
    await db.prisma.$transaction(async (tx) => {
      await fenceClaims(tx);
      await tx.control.updateMany({ data: { concurrencyLimit: 4 } });
      await recountPlaces(tx, null);
    });
  });

  it('holds for their sum, by priority', async () => {
    await enqueue(
      db,
      ...many(3),
      ...many(3, { queue: 'other', priority: 5 }),
      ...many(3, { queue: 'default', priority: -5 }),
    );
    const claimed = await claim(db, workerId);
    expect(claimed.map(({ queue }) => queue)).toEqual(['other', 'other', 'other', 'mail']);
    await end(claimed.slice(0, 2));
    expect((await claim(db, workerId)).map(({ queue }) => queue)).toEqual(['mail', 'mail']);
  });

  it('is never exceeded by workers of different queues', async () => {
    await enqueue(db, ...many(60), ...many(60, { queue: 'other' }));
    const seen: number[] = [];
    const work = async (queue: string): Promise<void> => {
      const id = await newWorker(db);
      for (let round = 0; round < 400; round += 1) {
        const claimed = await claim(db, id, { limit: 3, queues: [queue] });
        seen.push(await live('mail', 'other'));
        if (claimed.length > 0) await end(claimed);
        else if ((await db.prisma.task.count({ where: { state: 'QUEUED', queue } })) === 0) return;
      }
    };
    await Promise.all(['mail', 'other', 'mail', 'other'].map(work));
    expect(Math.max(...seen)).toBe(4);
    expect((await countedLive('mail')) + (await countedLive('other'))).toBe(0);
  });
});

describe('a change of limits', () => {
  it('counts what runs already', async () => {
    await enqueue(db, ...many(8));
    const running = await claim(db, workerId, { limit: 5 });
    await limit('mail', { concurrency: 3 });
    expect(await countedLive()).toBe(5);
    expect(await claim(db, workerId)).toEqual([]);
    await end(running.slice(0, 3));
    expect(await claim(db, workerId)).toHaveLength(1);
  });

  it('counts the keys of what runs already', async () => {
    await enqueue(db, ...many(3, { concurrencyKey: 'a' }));
    await claim(db, workerId, { limit: 2 });
    await limit('mail', { key: 2 });
    expect(await claim(db, workerId)).toEqual([]);
  });

  it('is never missed by a claim that began before it', async () => {
    await enqueue(db, ...many(5));
    const changing = await db.pool.connect();
    await changing.query('BEGIN');
    await changing.query('UPDATE raydeck.control SET version = version + 1');
    await changing.query(`UPDATE raydeck.queue SET concurrency_limit = 1 WHERE name = 'mail'`);
    const claiming = claim(db, workerId);
    await untilBlocked(db);
    await changing.query('COMMIT');
    changing.release();
    expect(await claiming).toEqual([]);
    expect(await claim(db, workerId)).toHaveLength(1);
  });

  it('leaves the counters true, whatever is claimed and released meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 15 }), async (steps) => {
        await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.key_counter;
          UPDATE raydeck.limit_counter SET live = 0`);
        await enqueue(db, ...many(60, { concurrencyKey: 'a' }));
        const held: { attemptId: string; taskId: string }[] = [];
        const takeSome = async () => void held.push(...(await claim(db, workerId, { limit: 4 })));
        const endSome = () => end(held.splice(0, 3));
        const verbs = [takeSome, endSome, () => limit('mail', { concurrency: 50, key: 40 }), () => limit('mail', {})];
        await Promise.all(steps.map(async (step) => verbs[step]?.()));
        await limit('mail', { concurrency: 50, key: 40 });
        await Promise.all([takeSome(), endSome(), limit('mail', { concurrency: 30, key: 30 }), endSome()]);
        expect(await countedLive()).toBe(await live());
        const [key] = await db.prisma.keyCounter.findMany();
        expect(key?.live ?? 0).toBe(await live());
      }),
      { numRuns: 15 },
    );
  });
});

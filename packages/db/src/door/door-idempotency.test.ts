import { type Login, loginAs, testDatabase, type TestDatabase, untilBlocked } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, refusalOf } from './ask.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const callable = 'shop.tasks.charge';
const request = (...tasks: Record<string, unknown>[]) => {
  return { version: 1, tasks: tasks.map((task) => ({ callable, ...task })) };
};
const countTasks = async () => (await db.pool.query('SELECT FROM raydeck.task')).rowCount ?? 0;

describe('an idempotency key', () => {
  it('gives the first task again, and makes no second', async () => {
    const task = { idempotencyKey: 'again', args: '[1]', runAt: '2030-01-01T00:00:00Z', tags: ['a'] };
    const [first] = await ask(db.pool, request(task));
    const count = await countTasks();
    const [second] = await ask(db.pool, request(task));
    expect(first).toMatchObject({ ordinal: 0, replayed: false });
    expect(second).toEqual({ ...first, replayed: true });
    expect(await countTasks()).toBe(count);
  });

  it.each([
    ['other args', { args: '[2]' }],
    ['args of the same value in other digits', { args: '[1.0]' }],
    ['another callable', { callable: 'shop.tasks.refund' }],
    ['another priority', { priority: 1 }],
  ])('is refused with another request: %s', async (_, change) => {
    const task = { idempotencyKey: `other ${JSON.stringify(change)}`, args: '[1]' };
    await ask(db.pool, request(task));
    const count = await countTasks();
    expect(await refusalOf(db.pool, request({}, { ...task, ...change }))).toBe('RD409 tasks[1].idempotencyKey');
    expect(await countTasks()).toBe(count);
  });

  it('belongs to its caller: another one’s is another key', async () => {
    const task = { idempotencyKey: 'mine' };
    const [ada] = await ask(app.pool, { ...request(task), createdBy: 'user:ada' });
    const [bob] = await ask(app.pool, { ...request(task), createdBy: 'user:bob' });
    const [again] = await ask(app.pool, { ...request(task), createdBy: 'user:ada' });
    expect(bob).toMatchObject({ replayed: false });
    expect(again).toEqual({ ...ada, replayed: true });
  });

  it('mixes with new tasks in one batch, each at its place', async () => {
    const [first] = await ask(db.pool, request({ idempotencyKey: 'mixed', args: '[1]' }));
    const rows = await ask(
      db.pool,
      request({ args: '[0]' }, { idempotencyKey: 'mixed', args: '[1]' }, { args: '[2]' }),
    );
    expect(rows.map(({ replayed }) => replayed)).toEqual([false, true, false]);
    expect(rows[1]?.id).toBe(first?.id);
    const { rows: args } = await db.pool.query(
      'SELECT t.args FROM unnest($1::uuid[]) WITH ORDINALITY AS u(id, ord) JOIN raydeck.task AS t USING (id) ORDER BY ord',
      [rows.map(({ id }) => id)],
    );
    expect(args).toEqual([{ args: '[0]' }, { args: '[1]' }, { args: '[2]' }]);
  });

  it('is refused when one batch holds it twice, and stays free', async () => {
    const twice = { idempotencyKey: 'twice' };
    expect(await refusalOf(db.pool, request(twice, {}, twice))).toBe('RD400 tasks');
    expect(await ask(db.pool, request(twice))).toMatchObject([{ replayed: false }]);
  });

  it('is taken again when its window is over, even by another request', async () => {
    const [first] = await ask(db.pool, request({ idempotencyKey: 'expired', args: '[1]' }));
    await db.pool.query(`UPDATE raydeck.idempotency_key SET expires_at = clock_timestamp() WHERE key = 'expired'`);
    const [second] = await ask(db.pool, request({ idempotencyKey: 'expired', args: '[2]' }));
    expect(second).toMatchObject({ replayed: false });
    expect(second?.id).not.toBe(first?.id);
    const [third] = await ask(db.pool, request({ idempotencyKey: 'expired', args: '[2]' }));
    expect(third).toEqual({ ...second, replayed: true });
  });

  it('is free again after a rollback', async () => {
    const client = await db.pool.connect();
    await client.query('BEGIN');
    await ask(client, request({ idempotencyKey: 'undone' }));
    await client.query('ROLLBACK');
    client.release();
    expect(await ask(db.pool, request({ idempotencyKey: 'undone', args: '[2]' }))).toMatchObject([{ replayed: false }]);
  });

  it.each(['new', 'expired'])('makes exactly one task for many callers at once: a %s key', async (kind) => {
    const task = { idempotencyKey: `at once ${kind}` };
    if (kind === 'expired') {
      await ask(db.pool, request(task));
      await db.pool.query(`UPDATE raydeck.idempotency_key SET expires_at = clock_timestamp() WHERE key = $1`, [
        task.idempotencyKey,
      ]);
    }
    const count = await countTasks();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(db.pool, request(task))));
    const rows = answers.flat();
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    expect(rows.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await countTasks()).toBe(count + 1);
  });

  it('never deadlocks batches that hold the same keys in different orders', async () => {
    for (let round = 0; round < 5; round += 1) {
      const tasks = Array.from({ length: 20 }, (_, at) => ({ idempotencyKey: `round ${round} key ${at}` }));
      const orders = [tasks, tasks.toReversed(), tasks.slice(10), tasks.slice(0, 10).toReversed()];
      const answers = await Promise.all(orders.map((order) => ask(db.pool, request(...order))));
      expect(new Set(answers.flat().map(({ id }) => id)).size).toBe(20);
    }
  });

  it('waits for a caller that has not committed, and takes the key when that one gives up', async () => {
    const task = { idempotencyKey: 'open' };
    const client = await db.pool.connect();
    await client.query('BEGIN');
    const [undone] = await ask(client, request(task));
    const waiting = ask(db.pool, request(task));
    await untilBlocked(db);
    await client.query('ROLLBACK');
    client.release();
    const [row] = await waiting;
    expect(row).toMatchObject({ replayed: false });
    expect(row?.id).not.toBe(undone?.id);
  });
});

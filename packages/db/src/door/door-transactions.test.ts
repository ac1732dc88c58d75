import { testDatabase, type TestDatabase } from '@raydeck/testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, refusalOfTask } from './ask.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const request = (task: Record<string, unknown>) => ({
  version: 1,
  tasks: [{ callable: 'shop.tasks.charge', ...task }],
});
const isThere = async (id: string | undefined) =>
  (await db.pool.query('SELECT FROM raydeck.task WHERE id = $1', [id])).rowCount === 1;

/** Runs within one transaction of its own connection and leaves that open as it likes. */
async function onConnection(use: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await db.pool.connect();
  try {
    await use(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** Whether anything that this transaction wrote was written under another id than its own: within a savepoint. */
const usesSavepoints = `SELECT count(DISTINCT xmin::text) > 1 AS savepoints FROM raydeck.task WHERE id = ANY ($1)`;

describe('try_enqueue_tasks', () => {
  const refused = 'SELECT code, message FROM raydeck.try_enqueue_tasks($1)';

  it('refuses without a trace and without a savepoint: the transaction goes on', () =>
    onConnection(async (client) => {
      await client.query('BEGIN');
      const tryTo = async (task: object): Promise<object[]> => {
        const { rows } = await client.query<{ code: string; message: string }>(refused, [
          JSON.stringify(request({ ...task })),
        ]);
        return rows;
      };
      const key = { idempotencyKey: 'once' };
      expect(await tryTo({ ...key, args: '[1]' })).toEqual([{ code: null, message: null }]);
      expect(await tryTo({ queue: 'nowhere' })).toMatchObject([{ code: 'RD404' }]);
      expect(await tryTo({ args: 'no json' })).toMatchObject([{ code: 'RD400' }]);
      expect(await tryTo({ ...key, args: '[2]' })).toMatchObject([{ code: 'RD409' }]);
      const { rows } = await client.query<{ id: string }>(
        'SELECT id FROM raydeck.task WHERE xmin = pg_current_xact_id()::xid',
      );
      expect(rows).toHaveLength(1);
      const ids = await Promise.all([ask(client, request({})), ask(client, request({}))]);
      const all = [...ids.flat(), ...rows].map(({ id }) => id);
      expect((await client.query(usesSavepoints, [all])).rows).toEqual([{ savepoints: false }]);
    }));

  it('gives back the keys of a batch that it refuses for one of them', () =>
    onConnection(async (client) => {
      await client.query('BEGIN');
      await ask(client, request({ idempotencyKey: 'taken', args: '[1]' }));
      const tasks = ['free', 'taken'].map((idempotencyKey) => ({ callable: 'shop.tasks.charge', idempotencyKey }));
      const { rows } = await client.query(refused, [JSON.stringify({ version: 1, tasks })]);
      expect(rows).toEqual([{ code: 'RD409', message: 'tasks[1].idempotencyKey: was used with another request' }]);
      const [again] = await ask(client, request({ idempotencyKey: 'free' }));
      expect(again).toMatchObject({ replayed: false });
      expect((await client.query('SELECT FROM raydeck.task WHERE id = $1', [again?.id])).rowCount).toBe(1);
    }));
});

describe('a task enqueued within the caller’s transaction', () => {
  it('is invisible before the commit and there after it', () =>
    onConnection(async (client) => {
      await client.query('BEGIN');
      const [task] = await ask(client, request({}));
      expect(await isThere(task?.id)).toBe(false);
      await client.query('COMMIT');
      expect(await isThere(task?.id)).toBe(true);
    }));

  it('is gone after a rollback', () =>
    onConnection(async (client) => {
      await client.query('BEGIN');
      const [task] = await ask(client, request({}));
      await client.query('ROLLBACK');
      expect(await isThere(task?.id)).toBe(false);
    }));

  it('does not poison it beyond a savepoint when it is refused', () =>
    onConnection(async (client) => {
      await client.query('BEGIN');
      const [before] = await ask(client, request({}));
      await client.query('SAVEPOINT attempt');
      expect(await refusalOfTask(client, { queue: 'absent' })).toBe('RD404 tasks[0].queue');
      await client.query('ROLLBACK TO SAVEPOINT attempt');
      const [after] = await ask(client, request({}));
      await client.query('COMMIT');
      expect([await isThere(before?.id), await isThere(after?.id)]).toEqual([true, true]);
    }));

  it('does not make a change of its queue wait, nor waits for one that is open', () =>
    onConnection(async (client) => {
      await client.query('BEGIN');
      await ask(client, request({}));
      // Both would run into the statement's limit if the door held the queue's row, or wanted it.
      await db.pool.query(
        `SET lock_timeout = '2s'; UPDATE raydeck.queue SET updated_at = clock_timestamp(); RESET lock_timeout`,
      );
      await client.query(`COMMIT`);
      await client.query(`BEGIN; UPDATE raydeck.queue SET updated_at = clock_timestamp()`);
      expect(await ask(db.pool, request({}))).toHaveLength(1);
    }));

  it('keeps the order of a batch in its ids', async () => {
    const tasks = Array.from({ length: 200 }, (_, at) => ({ callable: 'shop.tasks.charge', args: `[${at}]` }));
    const rows = await ask(db.pool, { version: 1, tasks });
    const ids = rows.map(({ id }) => id);
    expect(rows.map(({ ordinal }) => ordinal)).toEqual(tasks.map((_, at) => at));
    expect(new Set(ids).size).toBe(200);
    const { rows: stored } = await db.pool.query<{ args: string }>(
      'SELECT args FROM raydeck.task WHERE id = ANY ($1) ORDER BY id',
      [ids],
    );
    expect(stored.map(({ args }) => args)).toEqual(tasks.map(({ args }) => args));
  });
});

describe('args and kwargs', () => {
  it.each([
    '[1e22, -0.0, 9007199254740993, 1E+2, 1.10, 0.1e-7]',
    '[ {"2": 1, "1": 2, "2": 3} ,\n\t[] ]',
    '["\\u00e9", "é", "\\/", "\\\\u0000", "😀", "\\ud83d\\ude00"]',
    '[]',
  ])('survive as the text they were: %s', async (args) => {
    const kwargs = `{"z": ${args}, "a": ${args}}`;
    const [task] = await ask(db.pool, request({ args, kwargs }));
    const { rows } = await db.pool.query('SELECT args, kwargs FROM raydeck.task WHERE id = $1', [task?.id]);
    expect(rows).toEqual([{ args, kwargs }]);
  });

  it('may be plain JSON for people at a prompt', async () => {
    const [task] = await ask(db.pool, request({ args: [1, 'a'], kwargs: { n: null } }));
    const { rows } = await db.pool.query('SELECT args, kwargs FROM raydeck.task WHERE id = $1', [task?.id]);
    expect(rows).toEqual([{ args: '[1, "a"]', kwargs: '{"n": null}' }]);
  });
});

describe('what the caller left out', () => {
  it('is filled with the defaults, and due at once', async () => {
    const [task] = await ask(db.pool, request({}));
    const { rows } = await db.pool.query(
      `SELECT kind, args, kwargs, queue, priority, state, tags, runner, max_attempts, created_by = 'sql:' || session_user AS mine,
         run_at <= clock_timestamp() AS due, expires_at FROM raydeck.task WHERE id = $1`,
      [task?.id],
    );
    expect(rows).toEqual([
      {
        kind: 'call',
        args: '[]',
        kwargs: '{}',
        queue: 'default',
        priority: 0,
        state: 'QUEUED',
        tags: [],
        runner: null,
        max_attempts: null,
        mine: true,
        due: true,
        expires_at: null,
      },
    ]);
  });
});

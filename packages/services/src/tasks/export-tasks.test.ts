import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { type ExportedTasks, exportTasks } from './export-tasks.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.task CASCADE'));

async function exported(context: ReturnType<typeof contextOf>, asked: ExportedTasks) {
  const ids: string[] = [];
  const pages = exportTasks(context, asked);
  for (;;) {
    const { value, done } = await pages.next();
    if (done) return { ids, end: value };
    ids.push(...value.map(({ id }) => id));
  }
}

describe('exportTasks', () => {
  it('gives each task that matches once, over all pages', async () => {
    await db.pool.query(
      `INSERT INTO raydeck.task (callable, queue, created_by) SELECT 'a', 'default', 'user:x' FROM generate_series(1, 450)`,
    );
    await insertFinished(db, 'FAILED');
    const { ids, end } = await exported(contextOf(db), { filter: { state: 'QUEUED' }, format: 'csv' });
    expect([ids.length, new Set(ids).size, end]).toEqual([450, 450, 'complete']);
  });

  it('stops at its limit and says so', async () => {
    for (let at = 0; at < 3; at += 1) await insertTask(db);
    expect(await exported(contextOf(db), { filter: {}, format: 'csv', limit: 2 })).toMatchObject({
      ids: { length: 2 },
      end: 'too many rows',
    });
  });

  it('is in the audit log before its first row leaves, also when nobody takes more', async () => {
    await insertTask(db);
    const filter = { queue: 'default', createdAfter: new Date('2026-01-01T00:00:00Z') };
    await exportTasks(contextOf(db), { filter, format: 'jsonl' }).next();
    const { rows } = await db.pool.query(
      `SELECT actor, after FROM raydeck.audit_log WHERE action = 'task.export' ORDER BY id DESC LIMIT 1`,
    );
    expect(rows).toEqual([
      {
        actor: 'user:ada@example.com',
        after: { format: 'jsonl', filter: { queue: 'default', createdAfter: '2026-01-01T00:00:00.000Z' } },
      },
    ]);
  });

  it('holds what its caller reaches, and no words of user code without payload permission', async () => {
    const failed = { error_class: 'E', error_message: 'card 4711' };
    const { taskId } = await insertFinished(db, 'FAILED', {}, failed);
    await insertTask(db, { queue: 'hidden' });
    const key = keyContext(db, { queues: ['default'] });
    expect((await exported(key, { filter: {}, format: 'csv' })).ids).toEqual([taskId]);
    const page = await exportTasks(contextOf(db, { canViewPayload: false }), { filter: {}, format: 'csv' }).next();
    expect(JSON.stringify(page)).not.toContain('4711');
    const writer = keyContext(db, { scopes: ['tasks:write'] });
    await expect(exportTasks(writer, { filter: {}, format: 'csv' }).next()).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

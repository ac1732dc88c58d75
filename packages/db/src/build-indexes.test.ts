import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIndexes } from './build-indexes.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe('buildIndexes', () => {
  it('finds nothing to do where the migrations were applied', async () => {
    expect(await buildIndexes(db.url)).toEqual([]);
  });

  it('makes what is missing once when two run at once', async () => {
    await db.pool.query('DROP INDEX raydeck.task_retention_idx; DROP INDEX raydeck.task_pinned_idx');
    const [one, other] = await Promise.all([buildIndexes(db.url), buildIndexes(db.url)]);
    expect([...one, ...other].toSorted()).toEqual(['task_pinned_idx', 'task_retention_idx']);
  });

  it('makes anew what a crash left half made', async () => {
    await db.pool.query(
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'raydeck.task_retention_idx'::regclass`,
    );
    expect(await buildIndexes(db.url)).toEqual(['task_retention_idx']);
    expect(await buildIndexes(db.url)).toEqual([]);
  });
});

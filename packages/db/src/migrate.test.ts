import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMigrations, migrate } from './migrate.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function emptied(): Promise<string> {
  await db.pool.query('DROP SCHEMA raydeck CASCADE; DROP TABLE IF EXISTS public._prisma_migrations');
  return db.url;
}

describe('migrate', () => {
  it('does nothing to a database that is up to date', async () => {
    expect(await migrate(db.url)).toEqual([]);
  });

  it('applies all migrations, oldest first, also where the roles exist already', async () => {
    const names = (await listMigrations()).map((file) => file.split('/').at(-2));
    expect(await migrate(await emptied())).toEqual(names);
  });

  it('applies each migration once when two run at once', async () => {
    const url = await emptied();
    const [one, other] = await Promise.all([migrate(url), migrate(url)]);
    expect([...one, ...other]).toHaveLength((await listMigrations()).length);
    expect(await migrate(url)).toEqual([]);
  });

  it('says what PostgreSQL said, and leaves nothing behind of a migration that failed', async () => {
    const url = await emptied();
    const inTheWay = 'raydeck.grant_enqueue(role_name text, queues text[]) RETURNS void';
    await db.pool.query(`CREATE SCHEMA raydeck; CREATE FUNCTION ${inTheWay} LANGUAGE sql AS ''`);
    await expect(migrate(url)).rejects.toThrow('function "grant_enqueue" already exists with same argument types');
    const { rows } = await db.pool.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'raydeck'`);
    expect(rows).toEqual([]);
  });
});

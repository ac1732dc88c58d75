import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { admitRole, provisionDatabase } from './provision-database.ts';

const superuserUrl = process.env['RAYDECK_TEST_DATABASE_URL'] ?? '';
let names: { database: string; app: string };

beforeEach(() => {
  const key = randomBytes(4).toString('hex');
  names = { database: `it's ${key}`, app: `app "${key}"` };
});

afterEach(async () => {
  const [database, app, owner] = [names.database, names.app, `${names.database}_owner`].map(pg.escapeIdentifier);
  await query(superuserUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  for (const role of [app, owner]) await query(superuserUrl, `DROP ROLE IF EXISTS ${role}`);
});

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

test('roles and database can be provisioned again, with new passwords', async () => {
  await provisionDatabase({ superuserUrl, ...names, ownerPassword: 'one', appPassword: 'two' });
  const passwords = { ownerPassword: "thr'ee", appPassword: 'fo/u%r' };
  const { ownerUrl, appUrl } = await provisionDatabase({ superuserUrl, ...names, ...passwords });
  expect(await query(ownerUrl, 'SELECT current_user::text')).toEqual([`${names.database}_owner`]);
  expect(await query(appUrl, 'SELECT current_database()::text')).toEqual([names.database]);
});

test('two that provision at once both succeed', async () => {
  const options = { superuserUrl, ...names, appPassword: 'one' };
  const [{ appUrl }] = await Promise.all([provisionDatabase(options), provisionDatabase(options)]);
  expect(await query(appUrl, 'SELECT 1')).toEqual([1]);
});

test('an owner without a password migrates all the same, and is no superuser', async () => {
  const { ownerUrl, appUrl } = await provisionDatabase({ superuserUrl, ...names, appPassword: 'one' });
  await migrate(ownerUrl);
  const owner = `SELECT tableowner::text FROM pg_tables WHERE schemaname = 'raydeck' AND tablename = 'task'`;
  expect(await query(ownerUrl, owner)).toEqual([`${names.database}_owner`]);
  const attributes = 'SELECT rolsuper, rolcanlogin FROM pg_roles WHERE rolname = current_user';
  expect(await query(ownerUrl, attributes)).toEqual([false, false]);
  await expect(query(appUrl, 'SELECT count(*) FROM raydeck.task')).rejects.toThrow('permission denied');
});

test('an admitted role may what web and worker may, and admitting it again changes nothing', async () => {
  const { ownerUrl, appUrl } = await provisionDatabase({ superuserUrl, ...names, appPassword: 'one' });
  await migrate(ownerUrl);
  await admitRole(superuserUrl, appUrl);
  await admitRole(superuserUrl, appUrl);
  expect(await query(appUrl, 'SELECT count(*)::int FROM raydeck.task')).toEqual([0]);
});

test('who may not admit a role is told what an administrator must run', async () => {
  const { ownerUrl, appUrl } = await provisionDatabase({ superuserUrl, ...names, appPassword: 'one' });
  await migrate(ownerUrl);
  await expect(admitRole(appUrl, appUrl)).rejects.toThrow('Let an administrator of the server run: GRANT raydeck_app');
});

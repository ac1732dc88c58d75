import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createDatabase, type Database, listMigrations, migrate } from '@raydeck/db';
import pg from 'pg';

/** A migrated database of its own for one test file, with the address for processes that connect by themselves. */
export interface TestDatabase extends Database {
  url: string;
}

/** Clones the migrated template; `close` drops the clone. The server comes from RAYDECK_TEST_DATABASE_URL. */
export async function testDatabase(
  options: { poolSize?: number; statementTimeoutMs?: number } = {},
): Promise<TestDatabase> {
  const server = serverUrl();
  const template = await withServer(server, ensureTemplate);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withServer(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = databaseUrl(server, name);
  const db = createDatabase({
    connectionString: url,
    applicationName: 'raydeck-test',
    poolSize: options.poolSize ?? 10,
    // A busy machine takes its time.
    statementTimeoutMs: options.statementTimeoutMs ?? 120_000,
  });
  // Two clones on one Ray cluster must not take each other's jobs for their own.
  await db.pool.query('UPDATE raydeck.installation SET id = raydeck.new_installation_id()');
  return {
    ...db,
    url,
    close: async () => {
      await db.close();
      await withServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** One template per content of the migrations; files that start at once wait for the first. */
async function ensureTemplate(client: pg.Client): Promise<string> {
  const name = `template_${await migrationsHash()}`;
  await client.query('SELECT pg_advisory_lock(7264)');
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
  if (rowCount === 1) return name;
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name}`);
  await migrate(databaseUrl(serverUrl(), name));
  await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  return name;
}

async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await listMigrations()) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}

async function withServer<T>(server: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server, application_name: 'raydeck-test' });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

function serverUrl(): string {
  const url = process.env['RAYDECK_TEST_DATABASE_URL'];
  if (!url) throw new Error('RAYDECK_TEST_DATABASE_URL is not set: run the tests by ./raydeck test.');
  return url;
}

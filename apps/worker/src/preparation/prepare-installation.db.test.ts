import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase, type Database } from '@raydeck/db';
import { newKeyText, redeemLink, verifyApiKey } from '@raydeck/services';
import { createLog } from '@raydeck/telemetry';
import { testDatabase } from '@raydeck/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readMigrateEnv } from '../env.ts';
import { prepareInstallation } from './prepare-installation.ts';

const log = createLog({ part: 'migrate', level: 'error' });
const superuserUrl = process.env['RAYDECK_TEST_DATABASE_URL'] ?? '';
const server = createDatabase({ connectionString: superuserUrl, applicationName: 'raydeck-test', poolSize: 2 });
let name: string;
let open: Database[];

// Another installation of this server has made the group roles: who owns only a database cannot give them.
beforeAll(async () => {
  await (await testDatabase()).close();
});
afterAll(() => server.close());

beforeEach(() => {
  name = `prepared_${randomBytes(4).toString('hex')}`;
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((db) => db.close()));
  await server.pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  for (const role of [name, `${name}_owner`]) await server.pool.query(`DROP ROLE IF EXISTS ${role}`);
});

function urlOf(user: string): string {
  const url = new URL(superuserUrl);
  Object.assign(url, { username: user, password: 'secret', pathname: `/${name}` });
  return url.href;
}

function connect(): Database {
  const db = createDatabase({ connectionString: urlOf(name), applicationName: 'raydeck-test', poolSize: 2 });
  open.push(db);
  return db;
}

function prepare(variables: NodeJS.ProcessEnv): Promise<void> {
  return prepareInstallation(readMigrateEnv({ DATABASE_URL: urlOf(name), ...variables }), log);
}

test('an empty server becomes an installation whose administrator and API key are valid', async () => {
  const key = newKeyText();
  const accounts = { ADMIN_EMAIL: 'Ada@Example.org', ADMIN_PASSWORD: 'long enough for it', RAYDECK_API_KEY: key };
  await prepare({ DATABASE_SUPERUSER_URL: superuserUrl, ...accounts });
  const db = connect();
  expect(await db.prisma.user.findMany({ select: { email: true, role: true } })).toEqual([
    { email: 'ada@example.org', role: 'ADMIN' },
  ]);
  expect(await verifyApiKey(db, key)).toMatchObject({ kind: 'key', name: 'environment' });
});

test('done again, with another password, it keeps the administrator and the data', async () => {
  const first = { ADMIN_EMAIL: 'ada@example.org', ADMIN_PASSWORD: 'long enough for it' };
  await prepare({ DATABASE_SUPERUSER_URL: superuserUrl, ...first });
  const db = connect();
  const look = () => db.prisma.user.findMany();
  const before = await look();
  await prepare({ DATABASE_SUPERUSER_URL: superuserUrl, ...first, ADMIN_PASSWORD: 'something else by now' });
  expect(await look()).toEqual(before);
});

test('without an administrator one link to become one works, until somebody has', async () => {
  await prepare({ DATABASE_SUPERUSER_URL: superuserUrl });
  await prepare({ DATABASE_SUPERUSER_URL: superuserUrl });
  const db = connect();
  const links = () => db.prisma.userLink.findMany({ select: { purpose: true, userId: true } });
  expect(await links()).toEqual([{ purpose: 'first', userId: null }]);
  const lines: object[] = [];
  const telling = { ...log, warn: (line: object) => lines.push(line) } as unknown as typeof log;
  await prepareInstallation(
    readMigrateEnv({ DATABASE_URL: urlOf(name), DATABASE_SUPERUSER_URL: superuserUrl }),
    telling,
  );
  const [line] = lines as { path: string }[];
  const token = line?.path.replace('/welcome#', '') ?? '';
  await redeemLink(db, { token, email: 'ada@example.org', password: 'long enough for it' });
  await prepare({ DATABASE_SUPERUSER_URL: superuserUrl });
  expect(await links()).toEqual([]);
});

test('two at once both succeed', async () => {
  const both = [0, 1].map(() => prepare({ DATABASE_SUPERUSER_URL: superuserUrl }));
  await Promise.all(both);
  expect(await connect().prisma.task.count()).toBe(0);
});

test('without a superuser the given owner does it, and the other role gets its rights', async () => {
  await server.pool.query(`CREATE ROLE ${name}_owner LOGIN CREATEROLE PASSWORD 'secret'`);
  await server.pool.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`);
  await server.pool.query(`CREATE DATABASE ${name} OWNER ${name}_owner`);
  await server.pool.query(`GRANT raydeck_app TO ${name}`);
  await prepare({ DATABASE_OWNER_URL: urlOf(`${name}_owner`) });
  expect(await connect().prisma.task.count()).toBe(0);
});

test('one role alone can do it all', async () => {
  await server.pool.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'secret'`);
  await server.pool.query(`CREATE DATABASE ${name} OWNER ${name}`);
  await server.pool.query(`GRANT raydeck_app TO ${name}`);
  await prepare({});
  expect(await connect().prisma.task.count()).toBe(0);
});

test('the configuration file is applied with the folder of code beside it, and again changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rd-config-'));
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code', 'shop.py'), 'x = 1\n');
  const config = { queues: { mail: { concurrencyLimit: 4 } }, profiles: { shop: { directory: 'code' } } };
  writeFileSync(join(folder, 'raydeck.config.json'), JSON.stringify(config));
  const prepared = () =>
    prepare({ DATABASE_SUPERUSER_URL: superuserUrl, RAYDECK_CONFIG: join(folder, 'raydeck.config.json') });
  await prepared();
  await prepared();
  rmSync(folder, { recursive: true });
  const db = connect();
  expect(await db.prisma.queue.findUnique({ where: { name: 'mail' } })).toMatchObject({ concurrencyLimit: 4 });
  expect(await db.prisma.profile.findMany({ select: { name: true, version: true } })).toEqual([
    { name: 'shop', version: 1 },
  ]);
});

test('a configuration file that is wrong or not there is named', async () => {
  const refused = (path: string) => prepare({ DATABASE_SUPERUSER_URL: superuserUrl, RAYDECK_CONFIG: path });
  await expect(refused('/nowhere/raydeck.config.json')).rejects.toThrow(
    'RAYDECK_CONFIG: /nowhere/raydeck.config.json cannot be applied: ENOENT',
  );
  await expect(refused(fileURLToPath(import.meta.url))).rejects.toThrow(
    'prepare-installation.db.test.ts cannot be applied',
  );
});

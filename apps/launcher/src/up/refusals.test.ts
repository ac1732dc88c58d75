import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { withDatabase } from '../steps/with-database.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchedStack, QUICK_UP, type LaunchedStack } from '../testing/launched-stack.ts';

let stack: LaunchedStack;
beforeEach(() => {
  stack = launchedStack();
});
afterEach(() => stack.dispose());

test('a remote Ray is not used without being asked for, and never by --demo', async () => {
  const remote = ['up', '--detach', '--no-web', '--ray-address', 'http://ray.example:8265'];
  const demo = await stack.run([...remote, '--demo', '--yes']);
  expect(demo.output).toContain('The demo tasks never run on a remote Ray.');
  expect(demo.output).not.toMatch(/\n +at /);
  expect(demo.exitCode).toBe(1);
  const unreachable = await stack.run([...remote, '--yes']);
  expect(unreachable.output).toContain('ATTEMPT_API_URLS');
});

test('ray:// is explained', async () => {
  const { output, exitCode } = await stack.run(['up', '--detach', '--ray-address', 'ray://head:10001']);
  expect(output).toContain('http://host:8265');
  expect(exitCode).toBe(1);
});

test('a port that is taken is told before anything is made', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { output, exitCode } = await stack.run(['up', '--no-ray', '--detach', '--port', String(port)]);
  server.close();
  expect(output).toContain(`Port ${port} on 127.0.0.1 cannot be opened`);
  expect(output).not.toContain('PostgreSQL');
  expect(exitCode).toBe(1);
});

test('a database with foreign tables is not touched without a yes', async () => {
  await using server = await foreignDatabase();
  const { output, exitCode } = await stack.run([...QUICK_UP, '--database-url', server.url]);
  expect(output).toContain('public.customers');
  expect(output).toContain('--yes');
  expect(exitCode).toBe(1);
});

test('inherited addresses are not used, and one line says so', async () => {
  const inherited = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', PORT: '1', RAY_ADDRESS: 'auto' };
  const { output, exitCode } = await stack.run(QUICK_UP, inherited);
  expect(output).toContain('Not used from the environment: DATABASE_URL, RAY_ADDRESS, PORT.');
  expect(exitCode).toBe(0);
});

async function foreignDatabase(): Promise<{ url: string } & AsyncDisposable> {
  const server = process.env['RAYDECK_TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('RAYDECK_TEST_DATABASE_URL is not set: run the tests by ./raydeck test.');
  const name = `foreign_${randomBytes(4).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await execute(url.href, 'CREATE TABLE customers ()');
  return { url: url.href, [Symbol.asyncDispose]: () => execute(server, `DROP DATABASE ${name}`) };
}

async function execute(connectionString: string, sql: string): Promise<void> {
  await withDatabase(connectionString, (db) => db.pool.query(sql));
}

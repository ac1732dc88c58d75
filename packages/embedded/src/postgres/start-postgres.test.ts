import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../ports/free-port.ts';
import { isRunning } from '../process/process-identity.ts';
import { postgresDataDir } from './server-folder.ts';
import { startPostgres, type PostgresOptions, type RunningPostgres } from './start-postgres.ts';

let stateDir: string;
let dataDir: string;
let servers: RunningPostgres[];

beforeEach(() => {
  stateDir = realpathSync(mkdtempSync(join(tmpdir(), 'rd-pg-')));
  dataDir = postgresDataDir(stateDir);
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  rmSync(dirname(dataDir), { recursive: true, force: true });
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({
    dataDir,
    port: await freePort(),
    superuserPassword: "p@ss/w'ord",
    logFile: join(stateDir, 'log'),
    settings: { fsync: 'off' },
    ...options,
  });
  servers.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

test('the server speaks UTF-8, asks for a password, and listens on loopback without sockets', async () => {
  const { url } = await start();
  expect(await query(url, 'SHOW server_encoding')).toEqual(['UTF8']);
  expect(await query(url, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
  expect(await query(url, 'SHOW unix_socket_directories')).toEqual(['']);
  const intruder = new URL(url);
  intruder.password = 'guess';
  await expect(query(intruder.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

test('data survive kill -9, also when another process has got the old pid since', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS number');
  process.kill(first.identity.pid, 'SIGKILL');
  await expect.poll(() => isRunning(first.identity)).toBe(false);
  const note = join(dataDir, 'postmaster.pid');
  writeFileSync(note, readFileSync(note, 'utf8').replace(/^\d+/, String(process.ppid)));

  const second = await start();

  expect(await query(second.url, 'SELECT number FROM kept')).toEqual([7]);
});

test('a server that nobody wrote down is replaced, not left behind', async () => {
  const orphan = await start();
  const { identity } = await start();
  expect(isRunning(orphan.identity)).toBe(false);
  expect(isRunning(identity)).toBe(true);
});

test('a half-made data folder of a crash is removed', async () => {
  const half = `${dataDir}.new-1`;
  mkdirSync(half, { recursive: true });
  await start();
  expect(existsSync(half)).toBe(false);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** PgBouncer in front of one database, in transaction mode. */
export interface PgBouncer {
  /** The database's address through it, as Raydeck's settings take it. */
  url: string;
  close(): Promise<void>;
}

/** Fewer server connections than clients have, so that statements do change theirs. */
const poolSize = 6;

/** Starts the PgBouncer that RAYDECK_TEST_PGBOUNCER names. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const ownPort = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'rd-pgbouncer-'));
  await chmod(folder, 0o755);
  const user = decodeURIComponent(username);
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${port} user=${user} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${ownPort}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
`,
  );
  const child = run(file);
  const url = new URL(`postgresql://${username}@127.0.0.1:${ownPort}${pathname}`);
  await until('PgBouncer to answer', () => isThere(url.href, child));
  url.searchParams.set('pgbouncer', 'true');
  return {
    url: url.href,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As root it wants to be told who else to be. */
function run(file: string): ChildProcess {
  const program = process.env['RAYDECK_TEST_PGBOUNCER'];
  if (!program) throw new Error('RAYDECK_TEST_PGBOUNCER names no PgBouncer: run ./raydeck test.');
  const asOther = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const LD_LIBRARY_PATH = process.env['RAYDECK_TEST_PGBOUNCER_LIBRARIES'];
  return spawn(program, ['-q', ...asOther, file], {
    env: { NODE_ENV: 'test', PATH: process.env['PATH'], ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function isThere(connectionString: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}.`);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  const answered = await client.connect().then(
    () => true,
    () => false,
  );
  await client.end().catch(() => {});
  return answered;
}

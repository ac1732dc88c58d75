import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { readLastWords } from '../files/read-last-words.ts';
import { MachineError } from '../machine-error.ts';
import type { ProcessIdentity } from '../process/process-identity.ts';
import { startDetached, type DetachedProcess } from '../process/start-detached.ts';
import { stopProcessTree } from '../process/stop-process-tree.ts';
import { initialiseDatabase } from './initialise-database.ts';
import { findRunningServer, removePostmasterFile } from './postmaster-file.ts';
import { findServerAccount } from './server-account.ts';
import { prepareServerBinaries, type ServerBinaries } from './server-binaries.ts';
import { serverEnvironment } from './server-environment.ts';

export interface PostgresOptions {
  /** Its parent folder must be one that the server's account can enter, see server-folder.ts. */
  dataDir: string;
  port: number;
  superuserPassword: string;
  logFile: string;
  mark?: string;
  /** Settings beside the built-in ones, such as fsync=off for tests. */
  settings?: Record<string, string>;
  signal?: AbortSignal;
}

export interface RunningPostgres {
  identity: ProcessIdentity;
  /** Of the superuser, database `postgres`. */
  url: string;
  stop: () => Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;

/** Starts a server on loopback, makes its data folder first if there is none, and returns once it answers. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir, port, superuserPassword, signal } = options;
  const account = findServerAccount(dataDir);
  const folder = dirname(dataDir);
  mkdirSync(folder, { recursive: true, mode: account === undefined ? 0o700 : 0o755 });
  const binaries = prepareServerBinaries(folder, account);
  await initialiseDatabase({ dataDir, binaries, account, superuserPassword, signal });
  const url = `postgresql://postgres:${encodeURIComponent(superuserPassword)}@127.0.0.1:${port}/postgres`;

  const orphan = findRunningServer(dataDir);
  if (orphan !== undefined) await stopPostgres(orphan.identity);
  removePostmasterFile(dataDir);
  const server = await launch(options, binaries, account);
  await waitUntilReady(url, server, options);
  return { identity: server.identity, url, stop: () => stopPostgres(server.identity) };
}

/** SIGINT is PostgreSQL's fast shutdown: it ends all sessions, writes a checkpoint and leaves clean data. */
export async function stopPostgres(identity: ProcessIdentity, mark?: string): Promise<void> {
  await stopProcessTree({ root: identity, mark, signal: 'SIGINT', graceMs: 20_000 });
}

function launch(
  options: PostgresOptions,
  binaries: ServerBinaries,
  account: { uid: number; gid: number } | undefined,
): Promise<DetachedProcess> {
  const settings = { ...BUILT_IN_SETTINGS, port: String(options.port), ...options.settings };
  return startDetached({
    command: binaries.postgres,
    args: ['-D', options.dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: serverEnvironment(),
    cwd: '/',
    logFile: options.logFile,
    mark: options.mark,
    account: account === undefined ? undefined : { uid: account.uid, gid: account.gid },
  });
}

/** Modest enough for a laptop, generous enough that a checkpoint or a sort does not show. */
const BUILT_IN_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  wal_compression: 'on',
  password_encryption: 'scram-sha-256',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

async function waitUntilReady(
  url: string,
  server: DetachedProcess,
  { logFile, signal }: PostgresOptions,
): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    signal?.throwIfAborted();
    const failure = await tryConnect(url);
    if (failure === undefined) return;
    if (server.hasExited() || Date.now() > deadline) {
      await stopPostgres(server.identity);
      throw notReady(logFile, failure);
    }
    await delay(50);
  }
}

async function tryConnect(url: string): Promise<Error | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function notReady(logFile: string, cause: Error): MachineError {
  if (/password authentication failed/.test(cause.message)) {
    return new MachineError(
      'PostgreSQL does not accept the password in secrets.json: the data are from another installation.',
      'Put the old secrets.json back, or remove the data with ./raydeck down --purge.',
      { cause },
    );
  }
  const reason = readLastWords(logFile);
  return new MachineError(`PostgreSQL did not start: ${reason}`, `Read ${logFile}.`, { cause });
}

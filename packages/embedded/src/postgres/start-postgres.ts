import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLastWords } from '../files/read-last-words.ts';
import { MachineError } from '../machine-error.ts';
import type { ProcessIdentity } from '../process/process-identity.ts';
import type { DetachedProcess } from '../process/start-detached.ts';
import { stopProcessTree } from '../process/stop-process-tree.ts';
import { findConnectError } from './connect-error.ts';
import { initialiseDatabase } from './initialise-database.ts';
import { launchServer, type LaunchOptions } from './launch-server.ts';
import { disownPostmasterFile, findRunningServer } from './postmaster-file.ts';
import { findServerAccount } from './server-account.ts';
import { prepareServerBinaries, type ServerBinaries } from './server-binaries.ts';

export interface PostgresOptions {
  /** Its parent folder must be one that the server's account can enter, see server-folder.ts. */
  dataDir: string;
  port: number;
  superuserPassword: string;
  logFile: string;
  mark?: string;
  /** Settings beside the built-in ones, such as fsync=off for tests. */
  settings?: Record<string, string>;
  /** Of another server than the embedded one; its account must be able to run them. */
  binaries?: ServerBinaries;
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
  const binaries = options.binaries ?? prepareServerBinaries(folder, account);
  await initialiseDatabase({ dataDir, binaries, account, superuserPassword, signal });

  const orphan = findRunningServer(dataDir);
  if (orphan !== undefined) await stopPostgres(orphan.identity);
  const url = `postgresql://postgres:${encodeURIComponent(superuserPassword)}@127.0.0.1:${port}/postgres`;
  const identity = await startServer({ ...options, binaries, account }, url, signal);
  return { identity, url, stop: () => stopPostgres(identity) };
}

/** SIGINT is PostgreSQL's fast shutdown: it ends all sessions, writes a checkpoint and leaves clean data. */
export async function stopPostgres(identity: ProcessIdentity, mark?: string): Promise<void> {
  await stopProcessTree({ root: identity, mark, signal: 'SIGINT', graceMs: 20_000 });
}

/** After a crash the children of the dead server need a moment to notice; until then PostgreSQL refuses, and is asked again. */
async function startServer(
  options: LaunchOptions,
  url: string,
  signal: AbortSignal | undefined,
): Promise<ProcessIdentity> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    disownPostmasterFile(options.dataDir);
    const server = await launchServer(options);
    const failure = await waitUntilReady(url, server, deadline, signal);
    if (failure === undefined) return server.identity;
    await stopPostgres(server.identity);
    const words = readLastWords(options.logFile);
    const isTooEarly = /shared memory block/.test(words) && Date.now() < deadline;
    if (!isTooEarly) throw notReady(options.logFile, words, failure);
    await delay(500);
  }
}

async function waitUntilReady(
  url: string,
  server: DetachedProcess,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<Error | undefined> {
  for (;;) {
    signal?.throwIfAborted();
    const failure = await findConnectError(url);
    if (failure === undefined || server.hasExited() || Date.now() > deadline) return failure;
    await delay(50);
  }
}

function notReady(logFile: string, words: string, cause: Error): MachineError {
  if (!/password authentication failed/.test(cause.message)) {
    return new MachineError(`PostgreSQL did not start: ${words}`, `Read ${logFile}.`, { cause });
  }
  return new MachineError(
    'PostgreSQL does not accept the password in secrets.json: the data are from another installation.',
    'Put the old secrets.json back, or remove the data with ./raydeck down --purge.',
    { cause },
  );
}

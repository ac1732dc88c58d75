import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MachineError } from '../machine-error.ts';
import { runCommand } from '../process/run-command.ts';
import type { ServerAccount } from './server-account.ts';
import type { ServerBinaries } from './server-binaries.ts';
import { serverEnvironment } from './server-environment.ts';

export interface InitialiseOptions {
  dataDir: string;
  binaries: ServerBinaries;
  account: ServerAccount | undefined;
  superuserPassword: string;
  signal?: AbortSignal | undefined;
}

/** Makes the data folder if there is none. It is made aside and renamed: a crash leaves none, never half of one. */
export async function initialiseDatabase(options: InitialiseOptions): Promise<void> {
  const { dataDir, binaries } = options;
  removeDrafts(dataDir);
  if (existsSync(join(dataDir, 'PG_VERSION'))) return checkVersion(dataDir, binaries.version);
  const draft = `${dataDir}.new-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = `${draft}.password`;
  writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600 });
  if (options.account !== undefined) {
    chownSync(draft, options.account.uid, options.account.gid);
    chownSync(passwordFile, options.account.uid, options.account.gid);
  }
  try {
    await runInitdb(options, draft, passwordFile);
    renameSync(draft, dataDir);
    chmodSync(dataDir, 0o700);
  } finally {
    removeDrafts(dataDir);
  }
}

async function runInitdb(
  { binaries, account, signal }: InitialiseOptions,
  draft: string,
  passwordFile: string,
): Promise<void> {
  const args = [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const outcome = await runCommand(binaries.initdb, args, {
    cwd: '/',
    env: serverEnvironment(binaries),
    account: ids(account),
    signal,
  });
  if (outcome.exitCode === 0) return;
  const reason = outcome.stderr.trim().split('\n').slice(-3).join(' ');
  throw new MachineError(
    `PostgreSQL could not set up its data folder: ${reason}`,
    `Check that ${dirname(draft)} is writable and its disk not full.`,
  );
}

function ids(account: ServerAccount | undefined): { uid: number; gid: number } | undefined {
  return account === undefined ? undefined : { uid: account.uid, gid: account.gid };
}

function removeDrafts(dataDir: string): void {
  const parent = dirname(dataDir);
  const prefix = `${basename(dataDir)}.new-`;
  const drafts = existsSync(parent) ? readdirSync(parent).filter((name) => name.startsWith(prefix)) : [];
  for (const name of drafts) rmSync(join(parent, name), { recursive: true, force: true });
}

function checkVersion(dataDir: string, binariesVersion: string): void {
  const dataMajor = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  const [major] = binariesVersion.split('.');
  if (dataMajor === major) return;
  throw new MachineError(
    `The data in ${dataDir} are of PostgreSQL ${dataMajor}, the installed server is ${major ?? 'unknown'}.`,
    'Dump them with the older version and load them into the new one, or remove them with ./raydeck down --purge.',
  );
}

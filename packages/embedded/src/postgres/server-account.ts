import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { MachineError } from '../machine-error.ts';

/** The unprivileged system user that the server runs as when we are root, since PostgreSQL refuses to run as root. */
export interface ServerAccount {
  name: string;
  uid: number;
  gid: number;
}

const OWN_NAME = 'raydeck';
const DISTRIBUTION_NAME = 'postgres';

/** Undefined when we are not root: the server then runs as ourselves. A present data folder decides by its owner. */
export function findServerAccount(dataDir: string): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const ownerId = statSync(dataDir, { throwIfNoEntry: false })?.uid;
  const owner = accounts.find((account) => account.uid === ownerId);
  if (owner !== undefined && owner.uid !== 0) return owner;
  const named = (name: string) => accounts.find((account) => account.name === name && account.uid !== 0);
  return named(DISTRIBUTION_NAME) ?? named(OWN_NAME) ?? createAccount();
}

function createAccount(): ServerAccount {
  for (const [command, args] of [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_NAME]],
    ['adduser', ['-S', '-D', '-H', OWN_NAME]],
  ] as const) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      continue;
    }
    const created = readAccounts().find((account) => account.name === OWN_NAME);
    if (created !== undefined) return created;
  }
  throw new MachineError(
    'PostgreSQL does not run as root, and no system user for it could be made.',
    `Run \`useradd --system ${OWN_NAME}\`, or start Raydeck as an ordinary user.`,
  );
}

function readAccounts(): ServerAccount[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || uid === undefined ? [] : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MachineError, shortHash } from '@raydeck/embedded';
import { cacheDir, checkoutDir } from '../checkout.ts';

/** Where one stack keeps what it must remember. Private to its user. */
export interface StateFolder {
  root: string;
  /** Tells the stacks of this machine apart: in marks of processes, short paths, choices of ports. */
  key: string;
  settingsFile: string;
  secretsFile: string;
  portsFile: string;
  runDir: string;
  logsDir: string;
  lockFile: string;
}

export type PartName = 'postgres' | 'ray' | 'worker' | 'web';

/** In the order of starting; stopping goes backwards. */
export const PART_NAMES: readonly PartName[] = ['postgres', 'ray', 'worker', 'web'];

export function openStateFolder(override: string | undefined): StateFolder {
  const wanted = override === undefined ? cacheDir : resolve(checkoutDir, override);
  makePrivate(cacheDir);
  makePrivate(wanted);
  const root = realpathSync(wanted);
  const folder = {
    root,
    key: shortHash(root),
    settingsFile: join(root, 'settings.json'),
    secretsFile: join(root, 'secrets.json'),
    portsFile: join(root, 'ports.json'),
    runDir: join(root, 'run'),
    logsDir: join(root, 'logs'),
    lockFile: join(root, 'lock'),
  };
  makePrivate(folder.runDir);
  makePrivate(folder.logsDir);
  return folder;
}

/** Carried by all processes of one part, see @raydeck/embedded's process mark. `step` marks what runs only during `up`. */
export function markOf(state: StateFolder, part: PartName | 'step'): string {
  return `${state.key}.${part}`;
}

export function logFileOf(state: StateFolder, part: string): string {
  return join(state.logsDir, `${part}.log`);
}

function makePrivate(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (cause) {
    throw new MachineError(
      `${path} cannot be written by this user.`,
      'Run as the user that owns it, or remove it with that user.',
      { cause },
    );
  }
}

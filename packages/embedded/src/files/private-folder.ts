import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { MachineError } from '../machine-error.ts';

/** A folder in a place where everybody may write, such as /tmp: ours and private, or refused. */
export function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const entry = lstatSync(folder);
  if (!entry.isDirectory() || entry.uid !== process.getuid?.()) {
    throw new MachineError(`${folder} belongs to another user.`, `Remove it, then try again: rm -r ${folder}`);
  }
  chmodSync(folder, 0o700);
}

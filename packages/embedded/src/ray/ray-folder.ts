import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateFolder } from '../files/private-folder.ts';
import { MachineError } from '../machine-error.ts';

/** What Ray appends for its longest socket: /session_2026-11-20_16-42-41_800219_4194304/sockets/plasma_store.1 */
const LONGEST_SUFFIX = 75;
const SOCKET_NAME_LIMIT = 103;

/** The short path of Ray's private temp folder. Names of sockets may have 107 bytes, on macOS 103. */
export function rayFolder(key: string): string {
  return `/tmp/rd-${key}`;
}

/** Makes the folder, private to us, and empties it of earlier sessions. Only to be called when no head runs in it. */
export function prepareRayFolder(folder: string): void {
  if (Buffer.byteLength(folder) + LONGEST_SUFFIX > SOCKET_NAME_LIMIT) {
    throw new MachineError(
      `Ray cannot keep its sockets in ${folder}: the path is too long.`,
      'Choose a folder with a shorter path.',
    );
  }
  ensurePrivateFolder(folder);
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

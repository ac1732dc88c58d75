import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateFolder } from '../files/private-folder.ts';
import { MachineError } from '../machine-error.ts';

/** What Ray appends for its longest socket: /session_2026-11-20_16-42-41_800219_4194304/sockets/plasma_store.1 */
const LONGEST_SUFFIX = 75;
/** Names of sockets may have 107 bytes, on macOS 103. */
const SOCKET_NAME_LIMIT = 103;

/** The private folder of one Ray head, with a path as short as its sockets need. */
export function rayFolder(key: string): string {
  return `/tmp/rd-${key}`;
}

/**
 * Makes the folder, and in it an empty one to give to Ray: Ray opens its own to everybody, but nobody else gets past
 * ours. Only to be called when no node of that name runs in it.
 */
export function prepareRayFolder(folder: string, node = 't'): string {
  const tempDir = join(folder, node);
  if (Buffer.byteLength(tempDir) + LONGEST_SUFFIX > SOCKET_NAME_LIMIT) {
    throw new MachineError(
      `Ray cannot keep its sockets in ${folder}: the path is too long.`,
      'Choose a folder with a shorter path.',
    );
  }
  ensurePrivateFolder(folder);
  rmSync(tempDir, { recursive: true, force: true });
  mkdirSync(tempDir);
  return tempDir;
}

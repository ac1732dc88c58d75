import { join } from 'node:path';
import { ensurePrivateFolder } from './private-folder.ts';
import { withFileLock, type LockOptions } from './file-lock.ts';

/**
 * One at a time among all checkouts of this user. Held from the choice of a port until a server listens on it, so that
 * two of them never choose the same one.
 */
export function withMachineLock<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const folder = `/tmp/rd-locks-${process.getuid?.() ?? 0}`;
  ensurePrivateFolder(folder);
  return withFileLock(join(folder, name), options, work);
}

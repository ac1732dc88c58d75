import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A short, stable key for any text, such as the path of a checkout. */
export function shortHash(text: string, length = 12): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

export interface HashOptions {
  /** Names of folders and files that do not count, at any depth. */
  ignore?: ReadonlySet<string>;
}

/** One hash over the names and contents of files and whole folders. A path that does not exist counts as absent. */
export function hashContent(paths: string[], { ignore = new Set() }: HashOptions = {}): string {
  const hash = createHash('sha256');
  for (const path of paths) addPath(hash, path, path, ignore);
  return hash.digest('hex');
}

function addPath(hash: ReturnType<typeof createHash>, path: string, name: string, ignore: ReadonlySet<string>): void {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory() === true) {
    for (const child of readdirSync(path).toSorted()) {
      if (!ignore.has(child)) addPath(hash, join(path, child), `${name}/${child}`, ignore);
    }
    return;
  }
  hash.update(`${name}\0`);
  if (entry?.isFile() === true) hash.update(readFileSync(path));
  hash.update('\0');
}

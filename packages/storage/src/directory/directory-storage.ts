import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ByteRange, type ByteStream, type ObjectStorage, RaydeckError } from '@raydeck/core';
import { unavailable } from '../unavailable.ts';

/**
 * Objects as files below a folder, which all workers and the web must see. A file is written aside, brought to the disk and renamed:
 * whole or not there. What a crash leaves aside ends in `.part`.
 */
export function createDirectoryStorage(folder: string): ObjectStorage {
  const pathOf = (key: string): string => join(folder, ...key.split('/'));

  return {
    scheme: 'file',
    limitBytes: Number.MAX_SAFE_INTEGER,
    put: async (key, body) => {
      const path = pathOf(key);
      const aside = `${path}.${randomUUID()}.part`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await write(aside, body);
        await rename(aside, path);
      } catch (error) {
        await rm(aside, { force: true }).catch(() => undefined);
        throw isOfDisk(error) ? unavailable('file', error) : error;
      }
    },
    get: async (key, range) => {
      const path = pathOf(key);
      const found = await find(path);
      if (!found) throw new RaydeckError('NOT_FOUND', 'The stored object is gone.');
      return read(path, range);
    },
    find: (key) => find(pathOf(key)),
    delete: async (key) => rm(pathOf(key), { force: true }).catch(refuse),
    check: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch(refuse);
      const probe = join(folder, `.${randomUUID()}.part`);
      await write(probe, none()).then(() => rm(probe), refuse);
    },
    close: async () => {},
  };
}

async function write(path: string, body: ByteStream): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of body) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

function read(path: string, range: ByteRange | undefined): ByteStream {
  const end = range?.end === undefined ? Infinity : range.end - 1;
  if (range && range.start > end) return none();
  return createReadStream(path, { start: range?.start ?? 0, end });
}

async function* none(): AsyncGenerator<Uint8Array> {}

async function find(path: string): Promise<{ sizeBytes: number } | null> {
  try {
    return { sizeBytes: (await stat(path)).size };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw unavailable('file', error);
  }
}

function refuse(error: unknown): never {
  throw unavailable('file', error);
}

/** A body may throw errors of its own, such as a broken connection: those have other names. */
function isOfDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOENT', 'ENOTDIR', 'EMFILE', 'ESTALE'].includes(
    codeOf(error),
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

import { createHash } from 'node:crypto';
import { type ByteStream, type ObjectStorage, RaydeckError, type Storage, type StorageScheme } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { checked } from './checked.ts';
import { createDatabaseStorage } from './database/database-storage.ts';
import { createDirectoryStorage } from './directory/directory-storage.ts';
import { s3LimitBytes } from './s3/s3-limit.ts';
import type { StorageSettings } from './storage-settings.ts';

/**
 * The storage that the settings name. What was stored in the database before is read from there, whatever they say now. Dials
 * nothing yet.
 */
export function createStorage(db: Pick<Database, 'pool'>, settings: StorageSettings): Storage {
  const database = createDatabaseStorage(db);
  const place = settings.RESULTS;
  if (place.scheme === 'database') return storageOver(database);
  if (place.scheme === 'file') return storageOver(createDirectoryStorage(place.folder), database);
  const load = async () => (await import('./s3/s3-storage.ts')).createS3Storage({ ...place, settings });
  return storageOver(onDemand('s3', s3LimitBytes, load), database);
}

/** Its client takes a while to load, and most installations never do. */
function onDemand(scheme: StorageScheme, limitBytes: number, load: () => Promise<ObjectStorage>): ObjectStorage {
  let loaded: Promise<ObjectStorage> | null = null;
  const it = (): Promise<ObjectStorage> => (loaded ??= load());
  return {
    scheme,
    limitBytes,
    put: async (key, body) => (await it()).put(key, body),
    get: async (key, range) => (await it()).get(key, range),
    find: async (key) => (await it()).find(key),
    delete: async (key) => (await it()).delete(key),
    check: async () => (await it()).check(),
    close: async () => {
      if (loaded) await (await loaded).close();
    },
  };
}

/** Writes to one; reads from all that are given. */
export function storageOver(primary: ObjectStorage, ...others: readonly ObjectStorage[]): Storage {
  const byScheme = new Map([...others, primary].map((one) => [one.scheme, one]));
  const at = (scheme: StorageScheme): ObjectStorage => {
    const found = byScheme.get(scheme);
    if (found) return found;
    throw new RaydeckError('PRECONDITION', `This stands in storage "${scheme}", which RESULTS does not name.`);
  };
  return {
    scheme: primary.scheme,
    limitBytes: primary.limitBytes,
    store: async (key, body, limitBytes) => {
      const limit = Math.min(limitBytes, primary.limitBytes);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const piece of body) {
          sizeBytes += piece.length;
          if (sizeBytes > limit) throw new RaydeckError('INVALID', `It has more than ${limit} bytes.`);
          hash.update(piece);
          yield piece;
        }
      }
      await primary.put(key, counted());
      return { scheme: primary.scheme, key, sizeBytes, sha256: hash.digest('hex') };
    },
    open: async (ref, range): Promise<ByteStream> => {
      const stream = await at(ref.scheme).get(ref.key, range);
      return range && (range.start > 0 || range.end !== undefined) ? stream : checked(stream, ref);
    },
    delete: async ({ scheme, key }) => at(scheme).delete(key),
    check: () => primary.check(),
    close: async () => {
      await Promise.all([...byScheme.values()].map((one) => one.close()));
    },
  };
}

import { type ByteRange, type ByteStream, type ObjectStorage, RaydeckError } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { unavailable } from '../unavailable.ts';
import { inChunks } from './in-chunks.ts';

/** A row each: large enough to be few, small enough for a process to hold. */
const chunkBytes = 256 * 1024;

/** Beyond that a database is the wrong place: each byte goes through its log, its backups and its replicas. */
const limitBytes = 16 * 1024 * 1024;

/**
 * Objects as rows in tables of their own: nothing to set up, and seen by all workers and the web. Chunks come first and the object
 * last, each in a transaction of its own, so an object is there whole or not at all. Chunks that a crash left behind go with the
 * upload that they belong to.
 */
export function createDatabaseStorage({ pool }: Pick<Database, 'pool'>): ObjectStorage {
  const query = async <Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row[]> => {
    try {
      return (await pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw unavailable('database', error);
    }
  };

  const find = async (key: string): Promise<{ sizeBytes: number } | null> => {
    const [row] = await query<{ size: string }>('SELECT size_bytes AS size FROM raydeck.stored_object WHERE key = $1', [
      key,
    ]);
    return row ? { sizeBytes: Number(row.size) } : null;
  };

  async function* read(key: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end;) {
      const index = Math.floor(at / chunkBytes);
      const [row] = await query<{ content: Buffer }>(
        'SELECT content FROM raydeck.stored_chunk WHERE key = $1 AND index = $2',
        [key, index],
      );
      const piece = row?.content.subarray(at - index * chunkBytes, end - index * chunkBytes);
      if (!piece || piece.length === 0) throw new RaydeckError('NOT_FOUND', 'The stored object is gone.');
      yield piece;
      at += piece.length;
    }
  }

  const removeAll = async (key: string): Promise<void> => {
    await query('DELETE FROM raydeck.stored_object WHERE key = $1', [key]);
    await query('DELETE FROM raydeck.stored_chunk WHERE key = $1', [key]);
  };

  const writeAll = async (key: string, body: ByteStream): Promise<void> => {
    let index = 0;
    let sizeBytes = 0;
    for await (const chunk of inChunks(body, chunkBytes)) {
      await query('INSERT INTO raydeck.stored_chunk (key, index, content) VALUES ($1, $2, $3)', [key, index, chunk]);
      index += 1;
      sizeBytes += chunk.length;
    }
    await query('INSERT INTO raydeck.stored_object (key, size_bytes) VALUES ($1, $2)', [key, sizeBytes]);
  };

  return {
    scheme: 'database',
    limitBytes,
    put: async (key, body) => {
      try {
        await removeAll(key);
        await writeAll(key, body);
      } catch (error) {
        await removeAll(key).catch(() => undefined);
        throw error;
      }
    },
    get: async (key, range: ByteRange = { start: 0 }) => {
      const found = await find(key);
      if (!found) throw new RaydeckError('NOT_FOUND', 'The stored object is gone.');
      return read(key, range.start, Math.min(range.end ?? found.sizeBytes, found.sizeBytes));
    },
    find,
    delete: removeAll,
    check: async () => {
      await query('SELECT FROM raydeck.stored_object LIMIT 1', []);
    },
    close: async () => {},
  };
}

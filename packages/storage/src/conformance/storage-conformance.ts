import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type ByteRange, type ByteStream, type ObjectStorage, RaydeckError, type StoredRef } from '@raydeck/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storageOver } from '../create-storage.ts';

/** What each kind of storage must do. `open` is called once. */
export function storageConformance(
  name: string,
  open: () => Promise<{ storage: ObjectStorage; close(): Promise<void> }>,
) {
  describe(`${name} as object storage`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let storage: ObjectStorage;
    beforeAll(async () => {
      opened = await open();
      storage = opened.storage;
    });
    afterAll(() => opened.close());

    const newKey = (): string => `inst/result/${randomUUID()}/${randomUUID()}.json`;
    const put = async (bytes: Buffer, pieceBytes = 100_000): Promise<string> => {
      const key = newKey();
      await storage.put(key, inPieces(bytes, pieceBytes));
      return key;
    };
    const get = async (key: string, range?: ByteRange): Promise<Buffer> => readAll(await storage.get(key, range));

    test('says that it works', async () => {
      await expect(storage.check()).resolves.toBeUndefined();
    });

    test.each([0, 1, 262_144, 262_145, 1_000_000])('gives back %i bytes as they were', async (sizeBytes) => {
      const bytes = randomBytes(sizeBytes);
      const key = await put(bytes);
      expect(await storage.find(key)).toEqual({ sizeBytes });
      expect((await get(key)).equals(bytes)).toBe(true);
    });

    test('takes what is larger than one part, in pieces of any size', async () => {
      // 12 MiB: two parts of S3, 48 rows of the database.
      const bytes = randomBytes(12 * 1024 * 1024 + 17);
      const key = await put(bytes, 1_234_567);
      expect(await storage.find(key)).toEqual({ sizeBytes: bytes.length });
      expect(sha256(await get(key))).toBe(sha256(bytes));
    });

    test.each([
      { start: 0, end: 10 },
      { start: 262_140, end: 262_150 },
      { start: 524_288 },
      { start: 599_999 },
      { start: 600_000 },
      { start: 599_990, end: 700_000 },
      { start: 5, end: 5 },
    ])('reads the range %o alone', async (range) => {
      const bytes = randomBytes(600_000);
      const key = await put(bytes);
      expect((await get(key, range)).equals(bytes.subarray(range.start, range.end))).toBe(true);
    });

    test('says of what is not there that it is gone', async () => {
      const key = newKey();
      expect(await storage.find(key)).toBeNull();
      await expect(storage.get(key)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('deletes, also twice', async () => {
      const key = await put(randomBytes(300_000));
      await storage.delete(key);
      expect(await storage.find(key)).toBeNull();
      await expect(storage.delete(key)).resolves.toBeUndefined();
    });

    test('shows nothing of a body that broke off, and hands on why it did', async () => {
      for (const wholeBytes of [300_000, 9_000_000]) {
        const key = newKey();
        const broken = new RaydeckError('CONFLICT', 'The sender has left.');
        await expect(storage.put(key, breaksAfter(wholeBytes, broken))).rejects.toBe(broken);
        expect(await storage.find(key)).toBeNull();
      }
    });

    test('a reader that leaves early does not harm the next one', async () => {
      const bytes = randomBytes(2_000_000);
      const key = await put(bytes);
      for await (const piece of await storage.get(key)) if (piece.length > 0) break;
      expect((await get(key)).equals(bytes)).toBe(true);
    });

    test('many are written and read at once', async () => {
      const all = Array.from({ length: 8 }, () => randomBytes(400_000));
      const keys = await Promise.all(all.map((bytes) => put(bytes)));
      const found = await Promise.all(keys.map((key) => get(key)));
      expect(found.map(sha256)).toEqual(all.map(sha256));
    });

    test('a reference is good for what was stored and nothing else', async () => {
      const all = storageOver(storage);
      const bytes = randomBytes(300_000);
      const ref = await all.store(newKey(), inPieces(bytes, 70_000), 1_000_000);
      expect(ref).toMatchObject({ scheme: storage.scheme, sizeBytes: 300_000, sha256: sha256(bytes) });
      expect((await readAll(await all.open(ref))).equals(bytes)).toBe(true);
      const other: StoredRef = { ...ref, sha256: sha256(Buffer.from('other')) };
      await expect(all.open(other).then(readAll)).rejects.toThrow('not what was stored');
    });

    test('what turns out to be too large is not kept', async () => {
      const key = newKey();
      const stored = storageOver(storage).store(key, inPieces(randomBytes(300_000), 70_000), 299_999);
      await expect(stored).rejects.toMatchObject({ code: 'INVALID' });
      expect(await storage.find(key)).toBeNull();
    });
  });
}

async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function* breaksAfter(wholeBytes: number, error: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < wholeBytes; at += 100_000) yield randomBytes(100_000);
  throw error;
}

async function readAll(stream: ByteStream): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

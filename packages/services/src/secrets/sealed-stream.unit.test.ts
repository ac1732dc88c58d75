import { createHash, randomBytes } from 'node:crypto';
import {
  type ByteStream,
  contentBytes,
  contentBytesWithin,
  RaydeckError,
  sealedBytes,
  type StoredRef,
} from '@raydeck/core';
import { describe, expect, it } from 'vitest';
import { EncryptionKeys } from './key-ring.ts';
import { contentFacts, openStream, sealStream } from './sealed-stream.ts';

const ring = EncryptionKeys.parse(`k1:${Buffer.alloc(32, 7).toString('base64')}`);
const other = EncryptionKeys.parse(`k2:${Buffer.alloc(32, 8).toString('base64')}`);

describe('an encrypted object', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000])(
    'gives %i bytes back, however they come',
    async (size) => {
      const content = randomBytes(size);
      for (const pieceBytes of [1_000, 65_536, 300_000]) {
        const { ref, bytes } = await seal('a/b.json', content, pieceBytes);
        expect(bytes.length).toBe(sealedBytes(size));
        expect(contentBytes(ref)).toBe(size);
        expect(contentBytesWithin(bytes.length)).toBe(size);
        expect(contentFacts(ring, ref)).toEqual({ sizeBytes: size, sha256: sha256(content) });
        expect((await read(openStream(ring, ref, inPieces(bytes, pieceBytes + 7)))).equals(content)).toBe(true);
      }
    },
  );

  it('has nothing of its content, and each time other bytes', async () => {
    const content = Buffer.from('hunter2 '.repeat(20_000));
    const [one, two] = [await seal('a', content), await seal('a', content)];
    expect(one.bytes.includes('hunter2')).toBe(false);
    expect(one.bytes.equals(two.bytes)).toBe(false);
  });

  it('does not open when it was cut, changed, reordered or put in the place of another', async () => {
    const content = randomBytes(200_000);
    const { ref, bytes } = await seal('a', content);
    const chunk = 65_536 + 16;
    const at = (index: number): Buffer => bytes.subarray(20 + index * chunk, 20 + (index + 1) * chunk);
    const head = bytes.subarray(0, 20);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(70_000) ^ 1, 70_000);
    const wrong = {
      flipped,
      'without its last chunk': bytes.subarray(0, 20 + 3 * chunk),
      'cut within a chunk': bytes.subarray(0, -100),
      'only its head': head,
      nothing: Buffer.alloc(0),
      swapped: Buffer.concat([head, at(1), at(0), at(2), at(3)]),
      'with a chunk twice': Buffer.concat([head, at(0), at(0), at(1), at(2), at(3)]),
      'another head': Buffer.concat([randomBytes(20), bytes.subarray(20)]),
    };
    for (const [what, body] of Object.entries(wrong)) {
      const code = await read(openStream(ring, ref, inPieces(body, 50_000))).then(
        () => 'opened',
        (error: unknown) => (error instanceof RaydeckError ? error.code : String(error)),
      );
      expect({ what, code }).toEqual({ what, code: 'INTERNAL' });
    }
    await expect(read(openStream(ring, { ...ref, key: 'b' }, inPieces(bytes, 50_000)))).rejects.toThrow(
      'does not decrypt',
    );
    expect(() => contentFacts(ring, { ...ref, key: 'b' })).toThrow('not made by this key');
  });

  it('names the key that is missing', async () => {
    const { ref, bytes } = await seal('a', Buffer.from('x'));
    expect(() => contentFacts(other, ref)).toThrow('"k1"');
    expect(() => contentFacts(undefined, ref)).toThrow('"k1"');
    await expect(read(openStream(other, ref, inPieces(bytes, 10)))).rejects.toMatchObject({
      code: 'PRECONDITION',
      keyId: 'k1',
    });
  });

  it('refuses a content beyond the limit, and takes one that reaches it', async () => {
    const stream = sealStream(ring, 'a', inPieces(randomBytes(1_001), 100), 1_000);
    await expect(read(stream.body)).rejects.toMatchObject({ code: 'INVALID' });
    expect((await read(sealStream(ring, 'a', inPieces(randomBytes(1_000), 100), 1_000).body)).length).toBe(1_036);
  });
});

async function seal(key: string, content: Buffer, pieceBytes = 10_000): Promise<{ ref: StoredRef; bytes: Buffer }> {
  const stream = sealStream(ring, key, inPieces(content, pieceBytes), content.length);
  const bytes = await read(stream.body);
  const ref = { scheme: 's3', key, sizeBytes: bytes.length, sha256: sha256(bytes), sealed: stream.sealed() } as const;
  return { ref, bytes };
}

async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function read(stream: ByteStream): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

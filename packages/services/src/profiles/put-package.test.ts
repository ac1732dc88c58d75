import { createHash, randomBytes } from 'node:crypto';
import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../reading/fixtures.ts';
import { administrator } from './profile.fixture.ts';
import { putPackage } from './put-package.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

/** A zip of one stored file: header, bytes, directory, end; its checksum is nobody's to look at here. */
function zipOf(bytes: Buffer): { hash: string; content: Buffer } {
  const name = Buffer.from('a.py');
  const local = Buffer.alloc(30);
  local.write('PK\u0003\u0004');
  const central = Buffer.alloc(46);
  central.write('PK\u0001\u0002');
  for (const [header, at] of [
    [local, 18],
    [central, 20],
  ] as const) {
    header.writeUInt32LE(bytes.length, at);
    header.writeUInt32LE(bytes.length, at + 4);
    header.writeUInt16LE(name.length, at + 8);
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + bytes.length, 16);
  const content = Buffer.concat([local, name, bytes, central, name, end]);
  return { hash: createHash('sha256').update(content).digest('hex'), content };
}

describe('putPackage', () => {
  it('keeps a zip byte for byte, once', async () => {
    const code = zipOf(Buffer.from('x = 1'));
    const kept = { hash: code.hash, sizeBytes: code.content.length };
    expect(await putPackage(administrator(app), code)).toEqual({ ...kept, isNew: true });
    expect(await putPackage(administrator(app), code)).toEqual({ ...kept, isNew: false });
    const rows = await db.prisma.package.findMany();
    expect(rows).toMatchObject([kept]);
    expect(Buffer.from(rows[0]?.content ?? []).equals(code.content)).toBe(true);
  });

  it('takes what is almost as large as Ray takes', { timeout: 60_000 }, async () => {
    const code = zipOf(randomBytes(100 * 1024 * 1024 - 200));
    expect(await putPackage(administrator(app), code)).toMatchObject({ isNew: true });
    const { rows } = await db.pool.query<{ bytes: number }>(
      'SELECT octet_length(content) AS bytes FROM raydeck.package WHERE hash = $1',
      [code.hash],
    );
    expect(rows).toEqual([{ bytes: code.content.length }]);
  });

  it('refuses what is not what its name says, what is no zip, and what is too large', async () => {
    const { content } = zipOf(Buffer.from('x = 2'));
    const put = (hash: string, bytes: Uint8Array) => putPackage(administrator(app), { hash, content: bytes });
    await expect(put('0'.repeat(64), content)).rejects.toMatchObject({ code: 'INVALID', path: 'hash' });
    await expect(put('junk', content)).rejects.toMatchObject({ code: 'INVALID' });
    await expect(put('0'.repeat(64), Buffer.from('no zip'))).rejects.toMatchObject({ code: 'INVALID' });
    await expect(put('0'.repeat(64), Buffer.alloc(100 * 1024 * 1024))).rejects.toMatchObject({ code: 'PRECONDITION' });
  });

  it('is for administrators', async () => {
    const putting = putPackage(contextOf(app, { role: 'OPERATOR' }), zipOf(Buffer.from('x')));
    await expect(putting).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checkPackage } from './check-package.ts';

const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)])));
const refused = (message: string): unknown =>
  expect.objectContaining({ code: 'INVALID', message: expect.stringContaining(message) });

describe('a package', () => {
  it('is named by the SHA-256 of its bytes', () => {
    const content = zip({ 'shop/__init__.py': '', 'shop/tasks.py': 'x = 1' });
    expect(checkPackage(content)).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it.each([
    ['leads out of its folder', '../x.py'],
    ['leads out of its folder', 'a/../../x.py'],
    ['is an absolute path', '/etc/x.py'],
    ['is an absolute path', 'C:/x.py'],
    ['is no path', 'a\\..\\x.py'],
  ])('is refused when a file in it %s: %s', (problem, path) => {
    expect(() => checkPackage(zip({ 'ok.py': '', [path]: '' }))).toThrow(refused(problem));
  });

  it('is refused when it is no zip, empty, or cut', () => {
    const whole = zip({ 'a.py': 'x'.repeat(1000) });
    for (const content of [new Uint8Array(), Buffer.from('PK'), Buffer.from('not a zip'), whole.subarray(0, -30)]) {
      expect(() => checkPackage(content)).toThrow(refused('not a zip'));
    }
    expect(() => checkPackage(zip({}))).toThrow(refused('no file'));
  });

  it('is refused when one path stands in it twice, since readers differ on which one counts', () => {
    // Two names of one length, made equal in the bytes.
    const content = Buffer.from(zip({ 'a.py': '1', 'b.py': '2' }));
    for (let at = content.indexOf('b.py'); at !== -1; at = content.indexOf('b.py', at)) content.write('a.py', at);
    expect(() => checkPackage(content)).toThrow(refused('twice'));
  });

  it('is refused when it would unpack to more than a gigabyte, however small it is', () => {
    const content = Buffer.from(zip({ 'a.py': 'x' }));
    const directory = content.lastIndexOf('PK\u0001\u0002');
    content.writeUInt32LE(0x7fff_ffff, directory + 24);
    expect(() => checkPackage(content)).toThrow(refused('1 GiB'));
  });

  it('is refused when Ray would not take its size', () => {
    expect(() => checkPackage(Buffer.alloc(100 * 1024 * 1024))).toThrow(
      expect.objectContaining({ code: 'PRECONDITION' }),
    );
  });
});

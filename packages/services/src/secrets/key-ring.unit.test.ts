import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EncryptionKeys } from './key-ring.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [first, second] = [key('2026-11'), key('2027-01')];

/** By the first version of this file: the key itself, iv and tag as now. */
const fromVersion1 = 'e1.k1.AwMDAwMDAwMDAwMDTYvNdz9abApHFuXNag9A80BdSq_kiMY';

describe('a key ring', () => {
  it('gives a text back, whatever it holds, for the place that it was encrypted for', () => {
    const ring = EncryptionKeys.parse(first);
    for (const text of ['', 'hunter2', 'ünï\n"{}', 'x'.repeat(100_000)]) {
      expect(ring.decrypt(ring.encrypt(text, 'here'), 'here')).toBe(text);
    }
  });

  it('makes another ciphertext each time, without the text in it', () => {
    const ring = EncryptionKeys.parse(first);
    const [one, two] = [ring.encrypt('hunter2', 'here'), ring.encrypt('hunter2', 'here')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^e2\.2026-11\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('hunter2');
  });

  it('refuses a ciphertext that was moved, changed or cut', () => {
    const ring = EncryptionKeys.parse(first);
    const made = ring.encrypt('hunter2', 'here');
    expect(() => ring.decrypt(made, 'there')).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    // The last character may hold bits that no byte has.
    for (const at of [12, made.length - 2]) {
      const changed = made.slice(0, at) + (made[at] === 'A' ? 'B' : 'A') + made.slice(at + 1);
      expect(() => ring.decrypt(changed, 'here')).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    }
    for (const cut of [made.slice(0, -8), made.slice(0, 20)])
      expect(() => ring.decrypt(cut, 'here')).toThrow('not made by this key');
  });

  it('turns: a new first key encrypts, the old one still decrypts until it is taken out', () => {
    const old = EncryptionKeys.parse(first).encrypt('hunter2', 'here');
    const turned = EncryptionKeys.parse(`${second}, ${first}`);
    expect(turned.decrypt(old, 'here')).toBe('hunter2');
    expect(turned.encrypt('x', 'here')).toMatch(/^e2\.2027-01\./);
    expect(() => EncryptionKeys.parse(second).decrypt(old, 'here')).toThrow(
      expect.objectContaining({ code: 'PRECONDITION', message: expect.stringContaining('2026-11') }),
    );
  });

  it('opens what earlier versions made, and keeps it bound to its place', () => {
    const ring = EncryptionKeys.parse(`k1:${Buffer.alloc(32, 7).toString('base64')}`);
    expect(ring.decrypt(fromVersion1, 'here')).toBe('hunter2');
    expect(() => ring.decrypt(fromVersion1, 'there')).toThrow('not made by this key');
    expect(() => ring.decrypt(fromVersion1.replace('e1.', 'e2.'), 'here')).toThrow('not made by this key');
  });

  it.each([
    ['nothing', ''],
    ['a key without an id', randomBytes(32).toString('base64')],
    ['a short key', `a:${randomBytes(16).toString('base64')}`],
    ['a key in hexadecimal', `a:${randomBytes(32).toString('hex')}`],
    ['an id twice', `${key('a')},${key('a')}`],
    ['an empty place', `${key('a')},`],
    ['an id with a dot', key('a.b')],
  ])('is not made of %s, and says so without the text', (_what, text) => {
    const { error } = EncryptionKeys.safeParse(text);
    expect(error?.issues[0]?.message).toContain('32 bytes in base64');
    expect(JSON.stringify(error?.issues)).not.toContain(text || 'undefined');
  });
});

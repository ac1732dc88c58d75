import { isDeepStrictEqual } from 'node:util';
import { taskStates } from '@raydeck/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CursorScope, readCursor, writeCursor } from './cursor.ts';

const filter = fc.record(
  {
    state: fc.constantFrom(...taskStates),
    queue: fc.string({ minLength: 1 }),
    callable: fc.string({ minLength: 1 }),
    tag: fc.string({ minLength: 1 }),
    createdAfter: fc.date({ noInvalidDate: true }),
  },
  { requiredKeys: [] },
);
const scopeOf = (one: CursorScope['filter']): CursorScope => ({ installation: 'i', list: 'tasks', filter: one });
const invalid: unknown = expect.objectContaining({ code: 'INVALID', path: 'cursor' });

describe('a cursor', () => {
  it('gives back the id that was written, for the filter it was written for', () => {
    fc.assert(
      fc.property(filter, fc.uuid(), (one, id) => {
        expect(readCursor(scopeOf(one), writeCursor(scopeOf(one), id))).toBe(id);
      }),
    );
  });

  it('is refused for any other filter', () => {
    fc.assert(
      fc.property(filter, filter, fc.uuid(), (one, other, id) => {
        fc.pre(!isDeepStrictEqual(one, other));
        expect(() => readCursor(scopeOf(other), writeCursor(scopeOf(one), id))).toThrow(invalid);
      }),
    );
  });

  it('is refused on another list and in another installation', () => {
    const cursor = writeCursor(scopeOf({}), '01a1f9e5-884d-7d40-803e-6c61603f6c55');
    for (const other of [
      { ...scopeOf({}), list: 'audit' },
      { ...scopeOf({}), installation: 'j' },
    ]) {
      expect(() => readCursor(other, cursor)).toThrow(invalid);
    }
  });

  it('does not mind the order of the filter’s fields, nor fields that say nothing', () => {
    const cursor = writeCursor(scopeOf({ queue: 'a', tag: 'b' }), '01a1f9e5-884d-7d40-803e-6c61603f6c55');
    expect(() => readCursor(scopeOf({ tag: 'b', state: undefined, queue: 'a' }), cursor)).not.toThrow();
  });

  it('is refused when any bit of it is changed', () => {
    const cursor = writeCursor(scopeOf({}), '01a1f9e5-884d-7d40-803e-6c61603f6c55');
    const bytes = Buffer.from(cursor, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => readCursor(scopeOf({}), forged.toString('base64url'))).toThrow(invalid);
    }
  });

  it('is refused when it is not of our own making', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => readCursor(scopeOf({}), text)).toThrow(invalid);
      }),
    );
  });

  it('has one spelling only', () => {
    const cursor = writeCursor(scopeOf({}), '01a1f9e5-884d-7d40-803e-6c61603f6c55');
    for (const other of [`${cursor}=`, ` ${cursor}`, `${cursor}\n`, cursor.slice(0, -1)]) {
      expect(() => readCursor(scopeOf({}), other)).toThrow(invalid);
    }
  });
});

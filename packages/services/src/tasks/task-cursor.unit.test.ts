import { isDeepStrictEqual } from 'node:util';
import { taskStates } from '@raydeck/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './task-cursor.ts';

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
const invalid: unknown = expect.objectContaining({ code: 'INVALID', path: 'cursor' });

describe('task cursor', () => {
  it('gives back the id that was written, for the filter it was written for', () => {
    fc.assert(
      fc.property(filter, fc.uuid(), (one, id) => {
        expect(readCursor(one, writeCursor(one, id))).toBe(id);
      }),
    );
  });

  it('is refused for any other filter', () => {
    fc.assert(
      fc.property(filter, filter, fc.uuid(), (one, other, id) => {
        fc.pre(!isDeepStrictEqual(one, other));
        expect(() => readCursor(other, writeCursor(one, id))).toThrow(invalid);
      }),
    );
  });

  it('is refused when it is not of our own making', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => readCursor({}, text)).toThrow(invalid);
      }),
    );
  });

  it('has one spelling only', () => {
    const cursor = writeCursor({}, '01a1f9e5-884d-7d40-803e-6c61603f6c55');
    for (const other of [`${cursor}=`, ` ${cursor}`, `${cursor}\n`, cursor.slice(0, -1)]) {
      expect(() => readCursor({}, other)).toThrow(invalid);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { nothingSelected, toggleRow } from './select-range.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const ticks = (...steps: [id: string, reaches?: boolean][]) =>
  [...steps.reduce((at, [id, reaches = false]) => toggleRow(at, order, id, reaches), nothingSelected).ids]
    .toSorted()
    .join('');

describe('toggleRow', () => {
  it('ticks and unticks one row', () => {
    expect(ticks(['b'], ['d'])).toBe('bd');
    expect(ticks(['b'], ['b'])).toBe('');
  });

  it('reaches with shift from the last row to this one, in both directions', () => {
    expect(ticks(['b'], ['d', true])).toBe('bcd');
    expect(ticks(['d'], ['b', true])).toBe('bcd');
    expect(ticks(['a'], ['c', true], ['e', true])).toBe('abcde');
  });

  it('unticks a range as it ticks one', () => {
    expect(ticks(['a'], ['e', true], ['b', true])).toBe('a');
  });

  it('takes one row alone when the anchor is not on the page', () => {
    expect(toggleRow({ ids: new Set(['z']), anchor: 'z' }, order, 'c', true).ids).toEqual(new Set(['z', 'c']));
  });
});

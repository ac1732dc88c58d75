import { expect, it } from 'vitest';
import { holdRows } from './hold-rows.ts';

const rows = (ids: string, word = '') => ids.split('').map((id) => ({ id, word }));
const idsOf = (held: { rows: { id: string }[] }) => held.rows.map(({ id }) => id).join('');

it('shows everything at first', () => {
  expect(holdRows([], rows('dcb'))).toEqual({ rows: rows('dcb'), left: new Set(), fresh: 0 });
});

it('changes rows in their places', () => {
  expect(holdRows(rows('dcb'), rows('dcb', 'new')).rows).toEqual(rows('dcb', 'new'));
});

it('lets new ones wait that would move others, and appends those that do not', () => {
  const held = holdRows(rows('fdb'), rows('gfedba'));
  expect([idsOf(held), held.fresh]).toEqual(['fdba', 2]);
});

it('keeps those that have left, and says which, but for those that only fell off the page', () => {
  const held = holdRows(rows('fdb'), rows('gf').concat(rows('c')));
  expect(idsOf(held)).toBe('fdb');
  expect([...held.left]).toEqual(['d']);
});

import { expect, it } from 'vitest';
import { createCallableLabels } from './callable-labels.ts';

it('gives no more labels than there are places, and keeps those that were given', () => {
  const labelOf = createCallableLabels(2);
  expect(['a', 'b', 'c', 'a', 'b', 'c', 'c'].map(labelOf)).toEqual(['a', 'b', 'other', 'a', 'b', 'other', 'other']);
});

it('gives none to what makes up less than a percent', () => {
  const labelOf = createCallableLabels(300);
  const first = Array.from({ length: 200 }, (_, index) => labelOf(`task${index}`));
  expect(first.filter((label) => label !== 'other')).toHaveLength(100);
  // The hundred and first is rare until it is frequent.
  const frequent = Array.from({ length: 5 }, () => labelOf('task150'));
  expect(frequent.slice(0, 1)).toEqual(['other']);
  expect(frequent.at(-1)).toBe('task150');
});

it('gives none at all without places', () => {
  expect(createCallableLabels(0)('a')).toBe('other');
});

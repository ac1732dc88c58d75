import { expect, it } from 'vitest';
import { formatCount } from './format-count.ts';

it.each([
  [{ count: 0, isCapped: false }, '0'],
  [{ count: 1_204, isCapped: false }, '1,204'],
  [{ count: 10_000, isCapped: true }, '10,000+'],
  [{ count: 10_000, isCapped: true, estimate: 12_400 }, '12 k'],
  [{ count: 10_000, isCapped: true, estimate: 999_499 }, '999 k'],
  [{ count: 10_000, isCapped: true, estimate: 999_500 }, '1.0 M'],
  [{ count: 10_000, isCapped: true, estimate: 1_234_567 }, '1.2 M'],
])('shows %j as %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

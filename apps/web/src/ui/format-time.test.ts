import { expect, it } from 'vitest';
import { formatAge, formatDuration, formatIn, formatRelative } from './format-time.ts';

const now = 1_000_000_000_000;

it.each([
  [0, '0 ms'],
  [812, '812 ms'],
  [4_200, '4.2 s'],
  [59_999, '59 s'],
  [192_000, '3 min 12 s'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
  [-5, '0 ms'],
])('%d ms is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

it.each([
  [now - 1_000, 'now'],
  [now + 4_000, 'now'],
  [now - 12_000, '12 s ago'],
  [now - 200_000, '3 min ago'],
  [now + 7_300_000, 'in 2 h'],
])('says a moment relative to now', (at, words) => {
  expect(formatRelative(at, now)).toBe(words);
});

it('says an age in one unit', () => {
  expect(formatAge(now - 90_000, now)).toBe('1 min');
});

it('says a moment in a zone', () => {
  expect(formatIn(new Date('2026-01-05T23:04:09Z'), 'Europe/Berlin')).toBe('2026-01-06 00:04:09');
  expect(formatIn(new Date('2026-01-05T23:04:09Z'), 'UTC')).toBe('2026-01-05 23:04:09');
});

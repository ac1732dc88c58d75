import { describe, expect, it } from 'vitest';
import { durationText, parseDuration, timeText } from './times.ts';

const start = '2026-11-20T10:00:00.000Z';
const after = (ms: number) => new Date(Date.parse(start) + ms).toISOString();

describe('durationText', () => {
  it.each([
    [0, '0.0s'],
    [1_249, '1.2s'],
    [59_999, '59.9s'],
    [60_000, '1m00s'],
    [200_000, '3m20s'],
    [3_599_999, '59m59s'],
    [3_900_000, '1h05m'],
    [86_400_000 * 2 + 3_600_000 * 3, '2d03h'],
    [-5_000, '0.0s'],
  ])('%i ms is %s', (ms, text) => {
    expect(durationText(start, after(ms))).toBe(text);
  });

  it('goes on to now for what has not ended, and is empty for what has not begun', () => {
    expect(durationText(start, null, Date.parse(after(1000)))).toBe('1.0s');
    expect(durationText(null, null)).toBe('');
  });
});

it.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['2d', 172_800_000],
  ['5', 5_000],
  ['1.5h', 5_400_000],
  ['-5', undefined],
  ['', undefined],
  ['5 m', undefined],
  ['m', undefined],
  ['5m!', undefined],
])('parseDuration reads "%s" as %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it('timeText is to the second', () => {
  expect(timeText('2026-11-20T10:00:00.123Z')).toBe('2026-11-20T10:00:00Z');
  expect(timeText(null)).toBe('');
});

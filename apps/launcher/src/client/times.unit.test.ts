import { describe, expect, it } from 'vitest';
import { agoText, durationText, parseDuration, parseTime, spanText, timeText } from './times.ts';

const start = '2026-11-20T10:00:00.123Z';
const startMs = Date.parse(start);

it.each([
  [-5_000, '0.0s'],
  [1_249, '1.2s'],
  [9_900, '9.9s'],
  [10_400, '10s'],
  [200_000, '3m20s'],
  [3_600_000, '1h'],
  [3_900_000, '1h5m'],
  [(2 * 24 + 3) * 3_600_000 + 59_000, '2d3h'],
])('spanText of %i is %s', (ms, text) => {
  expect(spanText(ms)).toBe(text);
});

describe('durationText', () => {
  it('goes on to now for what has not ended, and is empty for what has not begun', () => {
    expect(durationText(start, new Date(startMs + 2000).toISOString())).toBe('2.0s');
    expect(durationText(start, null, startMs + 1000)).toBe('1.0s');
    expect(durationText(null, null)).toBe('');
  });
});

it('timeText is to the second, agoText knows past and future', () => {
  expect([timeText(start), timeText(null)]).toEqual(['2026-11-20 10:00:00Z', '']);
  expect(agoText(start, startMs + 190_000)).toBe('3m10s ago');
  expect(agoText(start, startMs - 7_200_000)).toBe('in 2h');
  expect(agoText(null)).toBe('');
});

it.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['5m', 300_000],
  ['1.5h', 5_400_000],
  ['1h30m', 5_400_000],
  ['2d', 172_800_000],
  ['', undefined],
  ['-5', undefined],
  ['5 m', undefined],
  ['m', undefined],
  ['5m!', undefined],
])('parseDuration reads "%s" as %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each([
  ['2026-11-20T10:00:00Z', new Date('2026-11-20T10:00:00Z')],
  ['2026-11-20 10:00:00+02:00', new Date('2026-11-20T08:00:00Z')],
  ['2026-11-20T10:00', new Date(2026, 10, 20, 10)],
  ['2026-11-20', new Date(2026, 10, 20)],
  ['2026-13-20', undefined],
  ['tomorrow', undefined],
  ['1', undefined],
])('parseTime reads "%s"', (text, time) => {
  expect(parseTime(text)).toEqual(time);
});

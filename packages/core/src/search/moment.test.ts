import { expect, it } from 'vitest';
import { isRelativeMoment, parseMoment } from './moment.ts';

const now = Date.parse('2026-11-28T12:00:00Z');
const iso = (text: string) => parseMoment(text, now)?.toISOString() ?? null;

it('reads distances, days and times, in UTC unless an offset is named', () => {
  expect(iso('15m')).toBe('2026-11-28T11:45:00.000Z');
  expect(iso('2h')).toBe('2026-11-28T10:00:00.000Z');
  expect(iso('7d')).toBe('2026-11-21T12:00:00.000Z');
  expect(iso('1w')).toBe('2026-11-21T12:00:00.000Z');
  expect(iso('2026-11-01')).toBe('2026-11-01T00:00:00.000Z');
  expect(iso('2026-11-01T14:05')).toBe('2026-11-01T14:05:00.000Z');
  expect(iso('2026-11-01T14:05:06.5Z')).toBe('2026-11-01T14:05:06.500Z');
  expect(iso('2026-11-01T14:05+02:00')).toBe('2026-11-01T12:05:00.000Z');
});

it('refuses what is no moment', () => {
  for (const junk of [
    '',
    'h',
    '5',
    '5y',
    '-1h',
    '2026',
    '2026-02-30',
    '2026-13-01',
    '2026-11-01 14:05',
    '999999w',
    'now',
  ]) {
    expect([junk, iso(junk)]).toEqual([junk, null]);
  }
});

it('tells a moment that moves from one that stands', () => {
  expect(isRelativeMoment('15m')).toBe(true);
  expect(isRelativeMoment('2026-11-01')).toBe(false);
});

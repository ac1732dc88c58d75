import { describe, expect, it } from 'vitest';
import { cronWords } from './cron-words.ts';
import { formatInZone } from './format-in-zone.ts';
import { nextRuns } from './next-runs.ts';

describe('cronWords', () => {
  it.each([
    ['30 2 * * *', 'At 02:30'],
    ['*/15 8-17 * * 1-5', 'Every 15 minutes, between 08:00 and 17:59, Monday through Friday'],
    ['0 0 L * *', 'At 00:00, on the last day of the month'],
    ['*/10 * * * * *', 'Every 10 seconds'],
  ])('reads %s as a person would say it', (cron, words) => {
    expect(cronWords(cron)).toBe(words);
  });

  it('has no words for what is no expression', () => {
    expect(cronWords('whenever')).toBeNull();
  });
});

describe('nextRuns', () => {
  const after = new Date('2026-11-28T12:00:00Z');

  it('counts in the zone of the schedule', () => {
    const next = nextRuns({ cron: '30 2 * * *', timeZone: 'Asia/Kolkata' }, after, 2);
    expect(next).toEqual({ runs: [new Date('2026-11-28T21:00:00Z'), new Date('2026-11-29T21:00:00Z')] });
  });

  it.each([
    [{ cron: '61 * * * *', timeZone: 'UTC' }, 'cron'],
    [{ cron: '0 0 30 2 *', timeZone: 'UTC' }, 'cron'],
    [{ cron: '0 0 * * *', timeZone: 'Moon/Base' }, 'timeZone'],
  ])('names the field that is wrong in %o', (when, path) => {
    expect(nextRuns(when, after, 1)).toMatchObject({ path, problem: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});

describe('formatInZone', () => {
  it('shows the clocks of the zone, and seconds only where there are some', () => {
    expect(formatInZone(new Date('2026-11-28T21:00:00Z'), 'Asia/Kolkata')).toBe('Sun 2026-11-29 02:30');
    expect(formatInZone(new Date('2026-11-28T00:00:05Z'), 'UTC')).toBe('Sat 2026-11-28 00:00:05');
  });
});

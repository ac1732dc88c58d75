import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstTick, ticksOf } from './ticks.ts';

/** The next ticks after a moment, to the second in UTC. */
function next(cron: string, timeZone: string, after: string, count = 3): (string | null)[] {
  const ticks = ticksOf(cron, timeZone);
  const found: (string | null)[] = [];
  for (let at: Date | null = new Date(after); at && found.length < count;) {
    at = ticks.after(at);
    found.push(at && at.toISOString().replace('.000Z', ''));
  }
  return found;
}

describe('ticksOf', () => {
  it('reads five fields, six with seconds first, names, ranges, steps, and the last day', () => {
    expect(next('30 2 * * *', 'UTC', '2026-11-20T02:30:00Z', 1)).toEqual(['2026-11-21T02:30:00']);
    expect(next('  15,45\t30 2  * * * ', 'UTC', '2026-11-20T02:30:00Z')).toEqual([
      '2026-11-20T02:30:15',
      '2026-11-20T02:30:45',
      '2026-11-21T02:30:15',
    ]);
    expect(next('0 9 * JAN MON-FRI', 'UTC', '2026-11-20T00:00:00Z', 1)).toEqual(['2027-01-01T09:00:00']);
    expect(next('0 0 L * *', 'UTC', '2027-02-01T00:00:00Z', 1)).toEqual(['2027-02-28T00:00:00']);
    expect(next('0 8-18/5 * * *', 'UTC', '2026-11-20T08:00:00Z', 2)).toEqual([
      '2026-11-20T13:00:00',
      '2026-11-20T18:00:00',
    ]);
  });

  it.each([
    ['0 0 1 * +MON', '2027-02-01T00:00:00'],
    ['0 0 * * FRI#2', '2026-12-11T00:00:00'],
    ['0 0 * * FRI#L', '2026-11-27T00:00:00'],
    ['0 0 15W * *', '2026-12-15T00:00:00'],
    ['0 0 * * 7', '2026-11-22T00:00:00'],
    ['0 0 * * 0', '2026-11-22T00:00:00'],
  ])('reads %j', (cron, first) => {
    expect(next(cron, 'UTC', '2026-11-20T00:00:00Z', 1)).toEqual([first]);
  });

  it('takes a day of month and a day of week as either of them, as cron does', () => {
    expect(next('0 0 1 * MON', 'UTC', '2026-11-29T00:00:00Z', 2)).toEqual([
      '2026-11-30T00:00:00',
      '2026-12-01T00:00:00',
    ]);
  });

  it('ticks at the wall clock of its zone', () => {
    expect(next('0 9 * * *', 'Asia/Kolkata', '2026-11-20T00:00:00Z', 1)).toEqual(['2026-11-20T03:30:00']);
    expect(next('0 9 1 1,7 *', 'Europe/Berlin', '2026-11-20T00:00:00Z', 2)).toEqual([
      '2027-01-01T08:00:00',
      '2027-07-01T07:00:00',
    ]);
  });

  it.each([
    ['* * * *', 'five fields'],
    ['* * * * * * *', 'five fields'],
    ['@daily', 'five fields'],
    ['', 'five fields'],
    ['2030-01-23T00:00:00', 'five fields'],
    ['60 * * * *', 'minute'],
    ['* 24 * * *', 'hour'],
    ['* * 0 * *', 'day'],
    ['* * * 13 *', 'month'],
    ['* * * * 8', 'dayOfWeek'],
    ['*/0 * * * *', 'stepping'],
    ['5-1 * * * *', 'larger'],
    ['H * * * *', 'illegal characters'],
    ['1.5 * * * *', 'illegal characters'],
    ['$(reboot) * * * *', 'illegal characters'],
    [`${'1,'.repeat(100)}1 * * * *`, 'at most 200 characters'],
  ])('refuses %j and says why', (cron, why) => {
    expect(() => ticksOf(cron, 'UTC')).toThrow(expect.objectContaining({ code: 'INVALID', path: 'cron' }));
    expect(() => ticksOf(cron, 'UTC')).toThrow(why);
  });

  it.each(['Mars/Olympus', '', '+02:00', 'Europe/Berlin\u0000', '../UTC'])('refuses the time zone %j', (timeZone) => {
    expect(() => ticksOf('* * * * *', timeZone)).toThrow(
      expect.objectContaining({ code: 'INVALID', path: 'timeZone' }),
    );
  });

  it('goes on, second by second at most, and always within the fields asked for', () => {
    const part = (low: number, high: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: low, max: high }).map(String),
        fc.integer({ min: 2, max: high }).map((step) => `*/${step}`),
        fc.tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high })).map((pair) => {
          const [from, to] = pair.toSorted((a, b) => a - b);
          return `${from}-${to}`;
        }),
      );
    const crons = fc.tuple(part(0, 59), part(0, 59), part(0, 23), part(1, 28), part(1, 12), fc.constant('*'));
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    fc.assert(
      fc.property(crons, zones, moments, (fields, zone, moment) => {
        const ticks = ticksOf(fields.join(' '), zone);
        const tick = firstTick(ticks, moment);
        expect(tick > moment && tick.getTime() % 1000 === 0).toBe(true);
        // Nothing lies between: asked from any moment before, the answer is the same.
        const between = new Date((moment.getTime() + tick.getTime()) / 2);
        expect(ticks.after(between)).toEqual(tick);
        expect(ticks.after(new Date(tick.getTime() - 1))).toEqual(tick);
      }),
      { numRuns: 300 },
    );
  });
});

describe('where clocks are put forward', () => {
  const spring = '2026-03-28T12:00:00Z';

  it('a fixed time in the gap ticks when the gap ends, once', () => {
    expect(next('30 2 * * *', 'Europe/Berlin', spring)).toEqual([
      '2026-03-29T01:00:00',
      '2026-03-30T00:30:00',
      '2026-03-31T00:30:00',
    ]);
    // Half an hour is missing on Lord Howe.
    expect(next('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', 2)).toEqual([
      '2026-10-03T15:30:00',
      '2026-10-04T15:15:00',
    ]);
  });

  it('several fixed times in the gap make one tick', () => {
    expect(next('0,15,30 2,3 * * *', 'Europe/Berlin', spring, 4)).toEqual([
      '2026-03-29T01:00:00',
      '2026-03-29T01:15:00',
      '2026-03-29T01:30:00',
      '2026-03-30T00:00:00',
    ]);
  });

  it('an expression with a step goes by the time that passes', () => {
    expect(next('*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:20:00Z')).toEqual([
      '2026-03-29T00:30:00',
      '2026-03-29T01:00:00',
      '2026-03-29T01:30:00',
    ]);
  });
});

describe('where clocks are put back', () => {
  it('a fixed time in the hour that comes twice ticks once, the first time', () => {
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00',
      '2026-10-26T01:30:00',
    ]);
    expect(next('30 1,2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toEqual([
      '2026-10-24T23:30:00',
      '2026-10-25T00:30:00',
      '2026-10-26T00:30:00',
    ]);
  });

  it('asked from within the second time, it does not tick again', () => {
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-25T01:10:00Z', 1)).toEqual(['2026-10-26T01:30:00']);
  });

  it('an expression with a step goes by the time that passes, through both hours', () => {
    expect(next('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z')).toEqual([
      '2026-10-25T00:00:00',
      '2026-10-25T01:00:00',
      '2026-10-25T02:00:00',
    ]);
  });
});

describe('firstTick', () => {
  const now = new Date('2026-11-20T00:00:00Z');

  it.each(['0 0 30 2 *', '0 0 31 2,4,6,9,11 *', '0 0 30 2 +MON', '0 0 30W 2 *'])(
    'refuses %j, which never comes',
    (cron) => {
      expect(() => firstTick(ticksOf(cron, 'Europe/Berlin'), now)).toThrow('matches no date within 400 years');
    },
  );

  it('finds a 29 February that is a Monday, decades ahead', () => {
    expect(firstTick(ticksOf('0 0 29 2 +MON', 'UTC'), now)).toEqual(new Date('2044-02-29T00:00:00Z'));
  });
});

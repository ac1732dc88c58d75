import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catchUps, dueTicks, mostTicks, onTimeSeconds } from './due-ticks.ts';
import { lastTick } from './last-tick.ts';
import { type Ticks, ticksOf } from './ticks.ts';

const minutely = ticksOf('* * * * *', 'UTC');
const at = (time: string) => new Date(`2026-11-20T${time}Z`);

function between(ticks: Ticks, first: Date, now: Date): Date[] {
  const found: Date[] = [];
  for (let tick: Date | null = first; tick && tick <= now; tick = ticks.after(tick)) found.push(tick);
  return found;
}

describe('dueTicks', () => {
  it('leaves a tick that is not due', () => {
    const first = at('10:05:00');
    expect(dueTicks(minutely, first, at('10:04:59'), 'all')).toEqual({ run: [], missed: null, next: first });
  });

  it.each(catchUps)('runs all ticks that are on time, with catch-up %s', (catchUp) => {
    const secondly = ticksOf('* * * * * *', 'UTC');
    const due = dueTicks(secondly, at('10:00:00'), at('10:00:09.500'), catchUp);
    expect(due.run).toHaveLength(onTimeSeconds);
    expect(due).toMatchObject({ missed: null, next: at('10:00:10') });
  });

  it('all: runs each missed tick, oldest first, so many at a time', () => {
    const now = at('12:00:30');
    const due = dueTicks(minutely, at('10:00:00'), now, 'all');
    expect(due.run).toEqual(between(minutely, at('10:00:00'), now).slice(0, mostTicks));
    expect(due.next).toEqual(at('11:40:00'));
    const rest = dueTicks(minutely, at('11:40:00'), now, 'all');
    expect(rest.run).toHaveLength(21);
    expect(rest.next).toEqual(at('12:01:00'));
  });

  it('last: runs the last of the missed ticks and passes the others by', () => {
    expect(dueTicks(minutely, at('10:00:00'), at('12:30:30'), 'last')).toEqual({
      run: [at('12:30:00')],
      missed: { from: at('10:00:00'), to: at('12:29:00') },
      next: at('12:31:00'),
    });
  });

  it('last: a single missed tick runs', () => {
    const due = dueTicks(minutely, at('10:00:00'), at('10:00:45'), 'last');
    expect(due).toEqual({ run: [at('10:00:00')], missed: null, next: at('10:01:00') });
  });

  it('none: passes all missed ticks by, and runs the one that is on time', () => {
    expect(dueTicks(minutely, at('10:00:00'), at('12:30:30'), 'none')).toEqual({
      run: [],
      missed: { from: at('10:00:00'), to: at('12:30:00') },
      next: at('12:31:00'),
    });
    expect(dueTicks(minutely, at('10:00:00'), at('12:30:05'), 'none').run).toEqual([at('12:30:00')]);
  });

  it('never loses a tick without a word and never runs one twice, whatever the span', () => {
    const crons = fc.constantFrom('*/7 * * * *', '0 3 * * *', '15,20 */5 2-4 * * *', '0 0 1 * *');
    const spans = fc.integer({ min: 0, max: 90_000 });
    fc.assert(
      fc.property(crons, fc.constantFrom(...catchUps), spans, (cron, catchUp, seconds) => {
        const ticks = ticksOf(cron, 'Europe/Berlin');
        const first = ticks.after(new Date('2026-10-24T05:00:00Z'));
        if (!first) throw new Error('These expressions have ticks.');
        const now = new Date(first.getTime() + seconds * 1000);
        const all = between(ticks, first, now);
        const { run, missed, next } = dueTicks(ticks, first, now, catchUp);
        const passed = missed ? between(ticks, missed.from, missed.to) : [];
        const dealt = [...passed, ...run];
        expect(dealt).toEqual(all.slice(0, dealt.length));
        expect(next).toEqual(ticks.after(dealt.at(-1) ?? first));
        expect(run.length === mostTicks || dealt.length === all.length).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('lastTick', () => {
  it('finds the last tick of a year of seconds with few questions', () => {
    let questions = 0;
    const secondly = ticksOf('* * * * * *', 'UTC');
    const counted: Ticks = {
      after: (moment) => {
        questions += 1;
        return secondly.after(moment);
      },
    };
    const now = new Date('2026-11-20T10:00:00.400Z');
    expect(lastTick(counted, new Date('2025-11-20T10:00:00Z'), now)).toEqual(at('10:00:00'));
    expect(questions).toBeLessThan(50);
  });

  it('agrees with going through them one by one', () => {
    const crons = fc.constantFrom('*/7 * * * *', '0 3 * * *', '*/50 * 2 * * *', '0 0 1 * *', '* * * * * 1');
    fc.assert(
      fc.property(crons, fc.integer({ min: 0, max: 400_000 }), (cron, ms) => {
        const ticks = ticksOf(cron, 'Europe/Berlin');
        const first = ticks.after(new Date('2026-10-25T00:10:00Z'));
        if (!first) throw new Error('These expressions have ticks.');
        const now = new Date(first.getTime() + ms);
        expect(lastTick(ticks, first, now)).toEqual(between(ticks, first, now).at(-1));
      }),
      { numRuns: 50 },
    );
  });
});

import { lastTick } from './last-tick.ts';
import type { Ticks } from './ticks.ts';

/** What becomes of the ticks that nobody dealt with in time: none of them, the last one, or all in order. */
export const catchUps = ['none', 'last', 'all'] as const;

export type CatchUp = (typeof catchUps)[number];

/** A tick that is dealt with so soon is on time, whatever the catch-up says: a worker that stalls or restarts misses nothing. */
export const onTimeSeconds = 10;

/** At most so many ticks are dealt with in one transaction; the rest follows at once, in order. */
export const mostTicks = 100;

/** What is to be done at a moment. */
export interface DueTicks {
  /** To run, oldest first. */
  run: Date[];
  /** The ticks from the first to the second that are passed by; null when none is. */
  missed: { from: Date; to: Date } | null;
  /** The next tick to deal with; it may be due as well. Null: there is none. */
  next: Date | null;
}

/** Decides on the ticks from `first`, which nobody has dealt with yet, up to `now`. */
export function dueTicks(ticks: Ticks, first: Date, now: Date, catchUp: CatchUp): DueTicks {
  if (first > now) return { run: [], missed: null, next: first };
  const isOnTime = now.getTime() - first.getTime() <= onTimeSeconds * 1000;
  if (isOnTime || catchUp === 'all') return allDue(ticks, first, now);
  const last = lastTick(ticks, first, now);
  const isLate = now.getTime() - last.getTime() > onTimeSeconds * 1000;
  const next = ticks.after(last);
  if (catchUp === 'none' && isLate) return { run: [], missed: { from: first, to: last }, next };
  if (first.getTime() === last.getTime()) return { run: [last], missed: null, next };
  return { run: [last], missed: { from: first, to: lastTick(ticks, first, new Date(last.getTime() - 1)) }, next };
}

function allDue(ticks: Ticks, first: Date, now: Date): DueTicks {
  const run: Date[] = [];
  let next: Date | null = first;
  while (next && next <= now && run.length < mostTicks) {
    run.push(next);
    next = ticks.after(next);
  }
  return { run, missed: null, next };
}

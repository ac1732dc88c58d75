import type { Ticks } from './ticks.ts';

/**
 * The last tick that is not after `now`, given one such. Halves the span, so that a second's schedule that nobody looked
 * at for a year costs some thirty questions and not thirty million.
 */
export function lastTick(ticks: Ticks, known: Date, now: Date): Date {
  let last = known;
  for (let from = known.getTime(), to = now.getTime(); to - from > 1;) {
    const middle = Math.floor((from + to) / 2);
    const tick = ticks.after(new Date(middle));
    if (tick && tick <= now) {
      last = tick;
      from = tick.getTime();
    } else {
      to = middle;
    }
  }
  // The span may have closed right before a tick that follows the last one found.
  const next = ticks.after(last);
  return next && next <= now ? next : last;
}

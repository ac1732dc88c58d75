import { Cron } from 'croner';
import { RaydeckError } from '../error.ts';

/** When a schedule ticks: whole seconds, each later than the one before. */
export interface Ticks {
  /** The first tick after the moment; null when none comes in the next 400 years, after which calendars repeat. */
  after(moment: Date): Date | null;
}

/** Longer expressions are refused. */
export const longestCron = 200;

const words = 'five fields (minute hour day month weekday), or six with seconds first';

/**
 * Reads a cron expression in a named time zone. Throws INVALID with path `cron` or `timeZone`.
 * Where clocks are put forward, a fixed time that the day lacks ticks when the gap ends; where they are put back, it ticks
 * once, the first time. Expressions with `*` or a step in second, minute or hour follow the clock that passes: nothing in
 * a gap, both times in an hour that comes twice.
 */
export function ticksOf(cron: string, timeZone: string): Ticks {
  requireTimeZone(timeZone);
  if (cron.length > longestCron) throw invalid('cron', `must have at most ${longestCron} characters`);
  const fields = cron.split(/\s+/).filter(Boolean);
  if (fields.length !== 5 && fields.length !== 6) throw invalid('cron', `must have ${words}, such as "30 2 * * *"`);
  const pattern = parse(fields.join(' '), timeZone);
  return { after: (moment) => pattern.nextRun(moment) };
}

/** The first tick of an expression that must have one. Throws INVALID for 30 February and its like. */
export function firstTick(ticks: Ticks, after: Date): Date {
  const tick = ticks.after(after);
  if (tick) return tick;
  throw invalid('cron', 'matches no date within 400 years, such as 30 February: check the day and the month');
}

function parse(cron: string, timezone: string): Cron {
  try {
    return new Cron(cron, { timezone, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard' });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : 'is not understood';
    throw invalid('cron', `is not understood: ${text}`, cause);
  }
}

/** Offsets such as "+02:00" know no summer time, so a name is asked for. */
function requireTimeZone(timeZone: string): void {
  try {
    if (/^[A-Za-z]/.test(timeZone) && new Intl.DateTimeFormat('en', { timeZone })) return;
  } catch {
    // Said below.
  }
  throw invalid('timeZone', 'must be the name of an IANA time zone, such as "Europe/Berlin" or "UTC"');
}

function invalid(path: string, problem: string, cause?: unknown): RaydeckError {
  return new RaydeckError('INVALID', `${path}: ${problem}`, { path, cause });
}

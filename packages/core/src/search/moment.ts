const secondsOf = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/** A distance of at most ten years. */
const longestSeconds = 3_660 * secondsOf.d;

/**
 * A moment as a filter names it: `15m`, `2h`, `7d`, `1w` ago; a day, `2026-11-28`; a time, `2026-11-28T14:05`, in UTC unless it names
 * an offset. Null for anything else.
 */
export function parseMoment(text: string, now: number): Date | null {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count && unit) {
    const seconds = Number(count) * secondsOf[unit as keyof typeof secondsOf];
    return seconds > longestSeconds ? null : new Date(now - seconds * 1_000);
  }
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return null;
  const at = new Date(/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`);
  // 30 February is read as a day of March by some engines.
  return Number.isNaN(at.getTime()) || !isDay(text.slice(0, 10)) ? null : at;
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

/** Whether the moment moves on with the clock. */
export function isRelativeMoment(text: string): boolean {
  return /^\d{1,6}[smhdw]$/.test(text);
}

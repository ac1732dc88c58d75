const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** "812 ms", "4.2 s", "3 min 12 s", "2 h 5 min", "4 d 3 h": two units at most. */
export function formatDuration(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive < 1_000) return `${Math.round(positive)} ms`;
  if (positive < 10_000) return `${(positive / 1_000).toFixed(1)} s`;
  const first = units.findIndex(([, size]) => positive >= size);
  const [unit, size] = units[first] ?? ['s', 1_000];
  const count = Math.floor(positive / size);
  const [nextUnit, nextSize] = units[first + 1] ?? ['', 0];
  const rest = nextSize === 0 ? 0 : Math.floor((positive % size) / nextSize);
  return rest === 0 ? `${count} ${unit}` : `${count} ${unit} ${rest} ${nextUnit}`;
}

/** "now", "12 s ago", "in 3 min": one unit, for lists. */
export function formatRelative(at: number, now: number): string {
  // The page's clock moves in steps of five seconds: what just happened may lie ahead of it.
  if (at > now - 3_000 && at < now + 6_000) return 'now';
  return at <= now ? `${formatAge(at, now)} ago` : `in ${formatAge(at, now)}`;
}

/** "12 s", "3 min", "2 h": the distance of two moments in one unit. */
export function formatAge(at: number, now: number): string {
  const distance = Math.abs(now - at);
  const [unit, size] = units.find(([, length]) => distance >= length) ?? ['s', 1_000];
  return `${Math.floor(distance / size)} ${unit}`;
}

/** The same on server and browser. */
export function formatUtc(at: Date): string {
  const iso = at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

const formats = new Map<string | null, Intl.DateTimeFormat>();

/** "2026-11-28 14:05:09" in this zone; null: the one of whoever runs this. Swedes write times as ISO 8601 does. */
export function formatIn(at: Date, zone: string | null): string {
  const known = formats.get(zone);
  const format =
    known ??
    new Intl.DateTimeFormat('sv-SE', {
      dateStyle: 'short',
      timeStyle: 'medium',
      ...(zone === null ? {} : { timeZone: zone }),
    });
  if (!known) formats.set(zone, format);
  return format.format(at);
}

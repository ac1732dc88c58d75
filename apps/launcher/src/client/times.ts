/** `2026-11-20 10:00:00Z`; empty for none. */
export function timeText(time: string | null): string {
  return time === null
    ? ''
    : new Date(time)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, 'Z');
}

/** `3m10s ago`, `in 2h`; empty for none. */
export function agoText(time: string | null, now = Date.now()): string {
  if (time === null) return '';
  const ms = now - Date.parse(time);
  return ms < -500 ? `in ${spanText(-ms)}` : `${spanText(ms)} ago`;
}

/** From the start to the end, or to now; empty for what has not started. */
export function durationText(startedAt: string | null, finishedAt: string | null, now = Date.now()): string {
  if (startedAt === null) return '';
  return spanText((finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));
}

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** A span in its two largest units: `1.2s`, `4m10s`, `2d3h`. */
export function spanText(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
  let left = Math.round(ms / 1000);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    if (left >= size) parts.push(`${Math.floor(left / size)}${unit}`);
    left %= size;
  }
  return parts.slice(0, 2).join('');
}

const unitSeconds = new Map<string, number>(units);

/** `90`, `90s`, `5m`, `1.5h`, `1h30m`, `2d` as milliseconds; a bare number is seconds. Undefined for what is none. */
export function parseDuration(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)([smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitSeconds.get(unit ?? '') ?? 0) * 1000, 0);
}

/** ISO 8601; without a zone in that of this machine. Undefined for what is none. */
export function parseTime(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(' ', 'T'));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

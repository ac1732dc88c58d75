/** `2026-11-20T19:59:02Z`: to the second, for people. */
export function timeText(time: string | null): string {
  return time === null ? '' : time.replace(/\.\d+Z$/, 'Z');
}

/** From the start to the end, or to now: `0.4s`, `3m20s`, `1h05m`, `2d03h`. Empty for what has not started. */
export function durationText(startedAt: string | null, finishedAt: string | null, now = Date.now()): string {
  if (startedAt === null) return '';
  const end = finishedAt === null ? now : Date.parse(finishedAt);
  const seconds = Math.max(0, end - Date.parse(startedAt)) / 1000;
  if (seconds < 60) return `${(Math.floor(seconds * 10) / 10).toFixed(1)}s`;
  const whole = Math.floor(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h${two(Math.floor(whole / 60) % 60)}m`;
  return `${Math.floor(whole / 86_400)}d${two(Math.floor(whole / 3600) % 24)}h`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90`, `90s`, `5m`, `1.5h`, `1h30m`, `2d` as milliseconds; a bare number is seconds. Undefined for what is none. */
export function parseDuration(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)([smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitSeconds[unit ?? ''] ?? 0) * 1000, 0);
}

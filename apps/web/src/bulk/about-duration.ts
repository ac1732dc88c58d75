import { formatAge, formatDuration } from '../ui/format-time.ts';

/** How long something will take, as nobody knows better: "5 s", "1 min 18 s". */
export function aboutDuration(ms: number): string {
  const whole = Math.max(1, Math.ceil(ms / 1_000)) * 1_000;
  return whole < 10_000 ? formatAge(0, whole) : formatDuration(whole);
}

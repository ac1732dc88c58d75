import type { KeepDays } from '@raydeck/core';

/** `7 days`, `for ever`. */
export function keepWords(days: KeepDays): string {
  if (days === 'forever') return 'for ever';
  return days === 1 ? '1 day' : `${days.toLocaleString('en-US')} days`;
}

'use client';

import { usePreferences } from '../preferences/preferences-provider.tsx';
import { useIsInBrowser } from '../ui/clock.tsx';
import { formatIn } from '../ui/format-time.ts';

const daySeconds = 86_400;

/** "14:05", or "11-28 14:00" where the range is longer than a day, in the reader's time zone; until the browser is there in UTC. */
export function useBucketLabel(rangeSeconds: number): (at: Date) => string {
  const inBrowser = useIsInBrowser();
  const { zone } = usePreferences();
  return (at) => {
    const whole = formatIn(at, zone ?? (inBrowser ? null : 'UTC'));
    return rangeSeconds > daySeconds ? whole.slice(5, 16) : whole.slice(11, 16);
  };
}

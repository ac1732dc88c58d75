'use client';

import { useIsInBrowser } from '../ui/clock.tsx';

/** "14:05" in the reader's time zone once the browser is there; until then in UTC, as the server has it. */
export function useMinuteLabel(): (at: Date) => string {
  const inBrowser = useIsInBrowser();
  return (at) => {
    if (!inBrowser) return at.toISOString().slice(11, 16);
    return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  };
}

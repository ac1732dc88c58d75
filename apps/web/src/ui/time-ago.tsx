'use client';

import { usePreferences } from '../preferences/preferences-provider.tsx';
import { useIsInBrowser, useNow } from './clock.tsx';
import { formatAge, formatIn, formatRelative, formatUtc } from './format-time.ts';

/** A time as the reader likes it, relative to now or absolute, with the other one on hover. */
export function TimeAgo({ at }: { at: Date | null }) {
  const now = useNow();
  const inBrowser = useIsInBrowser();
  const { time, zone } = usePreferences();
  if (at === null) return <span>–</span>;
  // Which zone is the browser's own is known only there.
  const absolute = zone !== null || inBrowser ? formatIn(at, zone) : formatUtc(at);
  const relative = formatRelative(at.getTime(), now);
  return (
    <time
      dateTime={at.toISOString()}
      title={`${time === 'absolute' ? relative : absolute} · ${formatUtc(at)}`}
      style={{ whiteSpace: 'nowrap' }}
    >
      {time === 'absolute' ? absolute : relative}
    </time>
  );
}

/** How long something has lasted, for prose: one unit. */
export function Age({ since }: { since: Date }) {
  const now = useNow();
  return (
    <time dateTime={since.toISOString()} title={formatUtc(since)}>
      {formatAge(since.getTime(), now)}
    </time>
  );
}

'use client';

import { useIsInBrowser, useNow } from './clock.tsx';
import { formatAge, formatRelative, formatUtc } from './format-time.ts';

/** A time relative to now, with the absolute one on hover. */
export function TimeAgo({ at }: { at: Date | null }) {
  const now = useNow();
  const inBrowser = useIsInBrowser();
  if (at === null) return <span>–</span>;
  const local = inBrowser ? `${at.toLocaleString()} · ` : '';
  return (
    <time dateTime={at.toISOString()} title={`${local}${formatUtc(at)}`} style={{ whiteSpace: 'nowrap' }}>
      {formatRelative(at.getTime(), now)}
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

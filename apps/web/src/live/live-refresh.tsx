'use client';

import { useLiveRefresh } from './use-live-refresh.ts';

/** Keeps a server-rendered page fresh: on each change, and every so often for what no event tells. */
export function LiveRefresh({ everyMs }: { everyMs?: number }) {
  useLiveRefresh(undefined, everyMs);
  return null;
}

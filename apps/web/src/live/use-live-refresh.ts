'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { Change } from './changes.ts';
import { useLive } from './live-provider.tsx';

const everyMs = 1_000;

/**
 * Renders the page's server components again when something moved that it shows, at most once a second. `isInteresting`
 * must be stable. `alwaysMs` refreshes besides, for what no event tells.
 */
export function useLiveRefresh(isInteresting?: (change: Change) => boolean, alwaysMs?: number): void {
  const router = useRouter();
  const { onChange, state } = useLive();
  useEffect(() => {
    let last = 0;
    let timer: number | undefined;
    const refresh = () => {
      timer = undefined;
      last = Date.now();
      router.refresh();
    };
    const unsubscribe = onChange((change) => {
      if (change.changed !== null && isInteresting && !isInteresting(change)) return;
      timer ??= window.setTimeout(refresh, Math.max(0, last + everyMs - Date.now()));
    });
    return () => {
      unsubscribe();
      window.clearTimeout(timer);
    };
  }, [onChange, isInteresting, router]);
  useEffect(() => {
    if (!alwaysMs || state === 'paused') return;
    const timer = window.setInterval(() => !document.hidden && router.refresh(), alwaysMs);
    return () => window.clearInterval(timer);
  }, [alwaysMs, state, router]);
}

'use client';

import { useNow } from './clock.tsx';
import { formatDuration } from './format-time.ts';

/** The time between two moments; without an end it runs. */
export function Duration({ from, to }: { from: Date | null; to: Date | null }) {
  if (from === null) return <span>–</span>;
  if (to === null) return <RunningDuration from={from} />;
  return <span style={{ whiteSpace: 'nowrap' }}>{formatDuration(to.getTime() - from.getTime())}</span>;
}

function RunningDuration({ from }: { from: Date }) {
  const now = useNow(1_000);
  return <span style={{ whiteSpace: 'nowrap' }}>{formatDuration(Math.max(1_000, now - from.getTime()))}</span>;
}

'use client';

import { useCallback } from 'react';
import type { Change } from '../live/changes.ts';
import { useLiveRefresh } from '../live/use-live-refresh.ts';

/** Heartbeats bring progress and log without an event, hence the rhythm while the task is not over. */
export function LiveTask({ id, isOver }: { id: string; isOver: boolean }) {
  const isOurs = useCallback(({ changed }: Change) => changed === null || changed.has(id), [id]);
  useLiveRefresh(isOurs, isOver ? 30_000 : 3_000);
  return null;
}

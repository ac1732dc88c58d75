'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type Change, openChanges } from './changes.ts';

/** `live`: told of each change. `polling`: the stream is away, pages look again by themselves. `paused`: by hand. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'paused';

interface Live {
  state: LiveState;
  setPaused: (paused: boolean) => void;
  /** Returns the way to unsubscribe. */
  onChange: (listener: (change: Change) => void) => () => void;
}

const LiveContext = createContext<Live>({ state: 'connecting', setPaused: () => {}, onChange: () => () => {} });

export const useLive = () => useContext(LiveContext);

/** The one event stream of this tab. A hidden tab has none; when it shows again, it looks at once. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const listeners = useRef(new Set<(change: Change) => void>());
  const [state, setState] = useState<LiveState>('connecting');
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    if (paused) return;
    const tell = (change: Change) => {
      for (const listener of listeners.current) listener(change);
    };
    return openChanges({ onState: setState, onChange: tell });
  }, [paused]);
  const value = useMemo<Live>(
    () => ({
      state: paused ? 'paused' : state,
      setPaused,
      onChange: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [state, paused],
  );
  return <LiveContext value={value}>{children}</LiveContext>;
}

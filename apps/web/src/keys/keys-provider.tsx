'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { tinykeys } from 'tinykeys';
import { isForKeys } from './is-for-keys.ts';

/** One thing that a key does, or one after the other: `g t`. */
export interface KeyBinding {
  keys: string;
  label: string;
  run: () => void;
}

interface Keys {
  bindings: readonly KeyBinding[];
  /** Returns the way to take them back. */
  add: (bindings: readonly KeyBinding[]) => () => void;
}

const KeysContext = createContext<Keys>({ bindings: [], add: () => () => {} });

/** What keys do at the moment, what a page added last first. */
export const useKeyBindings = () => useContext(KeysContext).bindings;

/** All keys of the console in one map, so that `g c` is not also `c`; a page's own come before those of the frame. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [groups, setGroups] = useState<readonly (readonly KeyBinding[])[]>([]);
  const bindings = useMemo(() => groups.flat(), [groups]);
  useEffect(() => {
    // The first that fits runs: sequences stand before the single keys that they end with.
    const byLength = bindings.toSorted((left, right) => right.keys.split(' ').length - left.keys.split(' ').length);
    const map: Record<string, (event: KeyboardEvent) => void> = {};
    for (const { keys, run } of byLength) {
      map[keys] ??= (event) => {
        event.preventDefault();
        run();
      };
    }
    return tinykeys(window, map, { ignore: (event) => !isForKeys(event) });
  }, [bindings]);
  const value = useMemo<Keys>(() => {
    const add = (more: readonly KeyBinding[]) => {
      setGroups((before) => [more, ...before]);
      return () => setGroups((before) => before.filter((group) => group !== more));
    };
    return { bindings, add };
  }, [bindings]);
  return <KeysContext value={value}>{children}</KeysContext>;
}

/** Binds keys while the component is there; which keys they are must not change, what they do may. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const { add } = useContext(KeysContext);
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const addLatest = useRef(add);
  useEffect(
    () =>
      addLatest.current(
        latest.current.map(({ keys, label }, at) => ({ keys, label, run: () => latest.current[at]?.run() })),
      ),
    [],
  );
}

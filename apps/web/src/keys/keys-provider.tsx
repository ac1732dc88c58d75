'use client';

import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createKeyMap, type KeyBinding, type KeyMap } from './key-map.ts';

const KeysContext = createContext<KeyMap | null>(null);

export function KeysProvider({ children }: { children: ReactNode }) {
  const [keys] = useState(createKeyMap);
  return <KeysContext value={keys}>{children}</KeysContext>;
}

function useKeyMap(): KeyMap {
  const keys = useContext(KeysContext);
  if (!keys) throw new Error('This stands within <KeysProvider>.');
  return keys;
}

const none: readonly KeyBinding[] = [];

/** What keys do at the moment, what a page added last first. */
export function useKeyBindings(): readonly KeyBinding[] {
  const { subscribe, get } = useKeyMap();
  return useSyncExternalStore(subscribe, get, () => none);
}

/** Binds keys while the component is there; which keys they are must not change, what they do may. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const { add } = useKeyMap();
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(
    () => add(latest.current.map(({ keys, label }, at) => ({ keys, label, run: () => latest.current[at]?.run() }))),
    [add],
  );
}

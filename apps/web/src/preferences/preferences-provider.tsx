'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { Preferences } from './preferences.ts';

interface Chosen extends Preferences {
  change: (part: Partial<Preferences>) => void;
}

const fallback: Preferences = { time: 'relative', zone: null, columns: [] };

const PreferencesContext = createContext<Chosen>({ ...fallback, change: () => {} });

export const usePreferences = () => useContext(PreferencesContext);

const yearSeconds = 31_536_000;

/** `initial` and `cookie` come from the server: what it renders first is what the browser renders first. */
export function PreferencesProvider({
  initial,
  cookie,
  children,
}: {
  initial: Preferences;
  cookie: string;
  children: ReactNode;
}) {
  const [chosen, setChosen] = useState(initial);
  const value = useMemo<Chosen>(() => {
    const change = (part: Partial<Preferences>) => {
      const next = { ...chosen, ...part };
      setChosen(next);
      document.cookie = `${cookie}=${encodeURIComponent(JSON.stringify(next))}; path=/; max-age=${yearSeconds}; samesite=lax`;
    };
    return { ...chosen, change };
  }, [chosen, cookie]);
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

'use client';

import type { SavedView } from '@raydeck/services';
import { useEffect, useRef } from 'react';
import { chosenColumns } from '../preferences/columns.ts';
import { usePreferences } from '../preferences/preferences-provider.tsx';

/** A view that is opened brings its columns; what is changed of them afterwards stays until the next one is opened. */
export function useViewColumns(view: SavedView | null): void {
  const { change } = usePreferences();
  const latest = useRef({ view, change });
  useEffect(() => {
    latest.current = { view, change };
  });
  const id = view?.id ?? null;
  useEffect(() => {
    const { view: opened, change: apply } = latest.current;
    // Another version may have known other columns.
    if (opened) apply({ columns: chosenColumns.filter((name) => opened.columns.includes(name)) });
  }, [id]);
}

'use client';

import { useState } from 'react';
import { holdRows } from './hold-rows.ts';

/** A page's rows while it refreshes by itself: nothing moves under the pointer. `key` names the list; another one shows at once. */
export function useHeldRows<T extends { id: string }>(latest: readonly T[], key: string) {
  const [shown, setShown] = useState({ key, rows: latest });
  const isOther = shown.key !== key || shown.rows.length === 0;
  const held = holdRows(isOther ? [] : shown.rows, latest);
  // Set while rendering, so that what was appended stays in its place from now on.
  if (shown.key !== key || held.rows.length !== shown.rows.length) setShown({ key, rows: held.rows });
  return { ...held, show: () => setShown({ key, rows: latest }) };
}

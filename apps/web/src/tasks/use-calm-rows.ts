'use client';

import { useState } from 'react';

interface Identified {
  id: string;
}

/**
 * Rows that keep their places while somebody points at them: known rows are replaced where they are, rows that left the
 * list stay as they were last seen, new ones wait. `key` names the list; another list shows at once.
 */
export function useCalmRows<Row extends Identified>(latest: readonly Row[], key: string, held: boolean) {
  const [shown, setShown] = useState({ key, rows: latest });
  const fresh = new Map(latest.map((row) => [row.id, row]));
  const calm = held && shown.key === key;
  const next = calm ? shown.rows.map((row) => fresh.get(row.id) ?? row) : latest;
  const changed = shown.key !== key || !isSame(next, shown.rows);
  const rows = changed ? next : shown.rows;
  // Derived from what came last: set while rendering, so that no frame shows the old rows.
  if (changed) setShown({ key, rows });
  const known = new Set(rows.map((row) => row.id));
  return {
    rows,
    gone: new Set([...known].filter((id) => !fresh.has(id))),
    waiting: latest.filter((row) => !known.has(row.id)).length,
  };
}

function isSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

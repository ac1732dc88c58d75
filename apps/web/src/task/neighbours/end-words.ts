import type { Neighbour } from '@raydeck/services';

/** Why a way is closed; nothing while both are open, or not yet known. */
export function endWords(newer: Neighbour | null, older: Neighbour | null): string {
  if (!newer || !older) return '';
  const isFirst = isEnd(newer);
  const isLast = isEnd(older);
  if (isFirst && isLast) return 'The only one of this list.';
  if (isFirst && older.isUnknown) return 'First of this list; the search for the next one was ended.';
  if (isLast && newer.isUnknown) return 'Last of this list; the search for the previous one was ended.';
  if (isFirst) return 'First of this list.';
  if (isLast) return 'Last of this list.';
  if (newer.isUnknown && older.isUnknown) return 'The search for those beside it was ended.';
  if (newer.isUnknown) return 'The search for the previous one was ended.';
  if (older.isUnknown) return 'The search for the next one was ended.';
  return '';
}

function isEnd({ id, isUnknown }: Neighbour): boolean {
  return id === null && !isUnknown;
}

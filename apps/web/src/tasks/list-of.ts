import { formatSearch } from '@raydeck/core';
import { loadTaskParams, searchOf, taskParamsQuery } from './search-params.ts';
import { longestListQuery } from './task-href.ts';

export interface ListOrigin {
  query: string;
  /** As the filter bar says it. */
  filter: string;
}

/** The list that an address names as the one that its reader came from; null for none, or for junk. */
export function listOf(value: string | string[] | undefined): ListOrigin | null {
  if (typeof value !== 'string' || value.length > longestListQuery) return null;
  const params = loadTaskParams(new URLSearchParams(value));
  return { query: taskParamsQuery(params), filter: formatSearch(searchOf(params)) };
}

import { formatSearch } from '@raydeck/core';
import { type BulkOperation, parseFilterJson, searchOfFilter } from '@raydeck/services';
import { hrefOfSearch } from '../tasks/search-href.ts';

/** The list that an operation is about. */
export interface OperationList {
  /** As the filter bar would say it; empty for all tasks. */
  line: string;
  /** Null for whoever may not look for its words. */
  href: string | null;
}

/** Longer than counting takes. */
const settlingMs = 15_000;

/** Null where the tasks were named. */
export function listOfOperation(
  { filter, createdAt }: Pick<BulkOperation, 'filter' | 'createdAt'>,
  canViewPayload: boolean,
): OperationList | null {
  if (filter === null) return null;
  const parsed = parseFilterJson(filter);
  const { createdBefore, ...asked } = parsed;
  // That later tasks do not match is settled at the start of each; nobody wrote it.
  const isSettled = createdBefore && createdAt.getTime() - createdBefore.getTime() < settlingMs;
  return {
    line: formatSearch(searchOfFilter(isSettled ? asked : parsed)),
    // Hidden words would be looked for as they are shown.
    href: parsed.text === undefined || canViewPayload ? hrefOfSearch(searchOfFilter(parsed)) : null,
  };
}

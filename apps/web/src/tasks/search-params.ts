import { taskStates } from '@raydeck/core';
import { createLoader, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Time ranges by name, so that a bookmarked "last hour" stays the last hour. */
export const ranges = { '15m': 15 * 60, '1h': 3_600, '24h': 24 * 3_600, '7d': 7 * 24 * 3_600 } as const;

const rangeNames = ['15m', '1h', '24h', '7d'] as const satisfies (keyof typeof ranges)[];

/** The task list's state, all of it in the URL. Junk counts as absent. */
export const taskParams = {
  state: parseAsStringLiteral(taskStates),
  queue: parseAsString,
  callable: parseAsString,
  tag: parseAsString,
  since: parseAsStringLiteral(rangeNames),
  /** Where the range began when the first page was read: a cursor belongs to one exact filter. */
  after: parseAsIsoDateTime,
  cursor: parseAsString,
};

export const loadTaskParams = createLoader(taskParams);

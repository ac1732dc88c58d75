'use server';

import { qualifiers, RaydeckError, type Search } from '@raydeck/core';
import {
  abortBulkOperation,
  BulkAbort,
  BulkQuestion,
  BulkStart,
  previewBulkOperation,
  searchFilter,
  startBulkOperation,
  type TaskFilter,
} from '@raydeck/services';
import { z } from 'zod';
import { serverAction } from '../server/action.ts';

/** As the list's address has it; the search itself says what of it is too long. */
const SearchInput = z.strictObject({
  terms: z.partialRecord(z.enum(qualifiers), z.string()),
  text: z.string().nullable(),
});

/** Answers with the very filter that was counted, for the start: "an hour ago" must not move meanwhile. */
export const previewBulkAction = serverAction({
  input: BulkQuestion.omit({ filter: true }).extend({ search: SearchInput.optional() }),
  permission: 'bulk.write',
  run: async (context, { search, ...question }) => {
    const filter = search && wholeFilter(search);
    return { ...(await previewBulkOperation(context, { ...question, filter })), filter };
  },
});

export const startBulkAction = serverAction({ input: BulkStart, permission: 'bulk.write', run: startBulkOperation });

export const abortBulkAction = serverAction({ input: BulkAbort, permission: 'bulk.write', run: abortBulkOperation });

/** A list may leave out what it does not understand; an operation would be about more tasks than somebody meant. */
function wholeFilter(search: Search): TaskFilter {
  const { filter, problems } = searchFilter(search, Date.now());
  if (problems.length > 0) {
    throw new RaydeckError('INVALID', `Correct the filter first: ${problems.join(' ')}`, { path: 'filter' });
  }
  return filter;
}

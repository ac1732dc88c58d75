import { formatSearch, parseSearch, RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { searchFilter } from '../tasks/search-filter.ts';

/** So many views one person keeps. */
export const maxViews = 50;

const name = z
  .string()
  .trim()
  .min(1, 'Give the view a name.')
  .max(80, 'A name has at most 80 characters.')
  .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'A name has no control characters.');

/** What is kept of a view: the filter as the filter bar says it, and the columns that show. */
export const ViewSettings = z.strictObject({
  name,
  search: z.string().max(2_000, 'The filter is too long to be kept.'),
  columns: z.array(z.string().regex(/^[a-zA-Z]{1,40}$/)).max(30),
});

/** The line as it is kept. Throws INVALID for one that means nothing, with the sentences that the filter bar says. */
export function keptSearch(line: string): string {
  const parsed = parseSearch(line);
  const problems = [...parsed.problems, ...searchFilter(parsed, 0).problems];
  if (problems.length > 0) throw new RaydeckError('INVALID', problems.join(' '), { path: 'search' });
  return formatSearch(parsed);
}

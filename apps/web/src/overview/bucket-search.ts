import { hrefOfSearch } from '../tasks/search-href.ts';

/** The tasks that finished within a bucket. */
export function hrefOfBucket(
  { at, until }: { at: Date; until: Date },
  state?: 'succeeded' | 'failed' | 'canceled',
): string {
  const within = { 'finished-after': at.toISOString(), 'finished-before': until.toISOString() };
  return hrefOfSearch({ terms: state ? { state, ...within } : within });
}

import type { BulkOutcome } from '@raydeck/core';

/** The address of an operation's page, with the rows that it shows. */
export function bulkPath(
  id: string,
  { outcome, cursor }: { outcome?: BulkOutcome | undefined; cursor?: string | undefined } = {},
): string {
  const params = new URLSearchParams();
  if (outcome !== undefined) params.set('outcome', outcome.toLowerCase());
  if (cursor !== undefined) params.set('cursor', cursor);
  const query = params.toString();
  return query === '' ? `/bulk/${id}` : `/bulk/${id}?${query}`;
}

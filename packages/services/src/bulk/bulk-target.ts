import { bulkIdLimit, RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { isUuid } from '../reading/uuid.ts';
import { TaskFilter } from '../tasks/task-filter.ts';

/** Which tasks: those that a filter matches at the start, or these. */
export const BulkTarget = z.strictObject({
  filter: TaskFilter.optional(),
  ids: z.array(z.string().refine(isUuid, 'must be a task id').toLowerCase()).min(1).max(bulkIdLimit).optional(),
});
export type BulkTarget = z.infer<typeof BulkTarget>;

export type Target = { filter: TaskFilter; ids: null } | { filter: null; ids: string[] };

/** Throws INVALID unless it is one of the two. */
export function targetOf({ filter, ids }: BulkTarget): Target {
  if (filter && !ids) return { filter, ids: null };
  if (ids && !filter) return { filter: null, ids: [...new Set(ids)] };
  throw new RaydeckError('INVALID', 'filter: give either filter or ids', { path: 'filter' });
}

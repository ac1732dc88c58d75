import { getNeighbours, type Neighbours } from '@raydeck/services';
import type { contextOf } from '../../server/container.ts';
import { loadTaskParams } from '../../tasks/search-params.ts';
import { askedTasks } from '../../tasks/task-query.ts';

/** A list's query asks for what the list itself shows: distances in its filter are measured from when it was opened. */
export function readNeighbours(
  context: ReturnType<typeof contextOf>,
  { id, list }: { id: string; list: string },
): Promise<Neighbours> {
  const params = loadTaskParams(new URLSearchParams(list));
  const openedAt = params.at?.getTime() ?? Date.now();
  const { filter } = askedTasks(params, openedAt, context.principal.canViewPayload);
  return getNeighbours(context, { filter, id });
}

import type { Defaults } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import type { Direction } from './edge.ts';
import { findTasks } from './find-tasks.ts';
import { searchBudget } from './list-tasks.ts';
import type { TaskFilter } from './task-filter.ts';
import { authorizeText } from './text-search.ts';

/** The task beside another one in a list. */
export interface Neighbour {
  /** Null: the list ends here, or nothing was found in time. */
  id: string | null;
  /** The search ran out of time before it found one or came to the list's end. */
  isUnknown: boolean;
}

export interface Neighbours {
  /** The row above, in a list that begins with the newest. */
  newer: Neighbour;
  older: Neighbour;
}

interface Asked {
  filter: TaskFilter;
  id: string;
  budgetMs?: number;
}

/** What stands beside a task in a filtered list, whether the task itself still matches or not. Keyset both ways, bounded in time. */
export async function getNeighbours(
  context: Context & { defaults: Defaults },
  { filter, id, budgetMs = searchBudget(filter) }: Asked,
): Promise<Neighbours> {
  authorize(context, 'task.read');
  authorizeText(context, filter);
  const find = async (towards: Direction): Promise<Neighbour> => {
    const deadline = performance.now() + budgetMs;
    const { items, goesOnAt } = await findTasks(context, filter, { from: id, towards, wanted: 1, deadline });
    return { id: items[0]?.id ?? null, isUnknown: items.length === 0 && goesOnAt !== undefined };
  };
  const [newer, older] = await Promise.all([find('newer'), find('older')]);
  return { newer, older };
}

import { RaydeckError } from '@raydeck/core';
import {
  countTasksByState,
  listTasks,
  type RefreshedTasks,
  refreshTasks,
  type TaskCounts,
  type TaskFilter,
  type TaskPage,
} from '@raydeck/services';
import type { contextOf } from '../server/container.ts';
import { shareRead } from '../server/share-read.ts';

type Context = ReturnType<typeof contextOf>;

const pageSize = 50;

/**
 * Consoles that look at the same list share its reads: people differ in whether they see payloads and in nothing else. A little less
 * than the second that a console waits, so that one alone never gets its own answer again.
 */
const pageMs = 950;
const countsMs = 4_000;

/** A page of the list; a cursor of another filter or of no list at all leads to the first one. */
export function readPage(context: Context, filter: TaskFilter, cursor: string | null): Promise<TaskPage> {
  const key = JSON.stringify(['page', filter, cursor, context.principal.canViewPayload]);
  return shareRead(key, pageMs, async () => {
    try {
      return await listTasks(context, { filter, limit: pageSize, cursor: cursor ?? undefined });
    } catch (error) {
      if (!(error instanceof RaydeckError) || error.code !== 'INVALID') throw error;
      return listTasks(context, { filter, limit: pageSize });
    }
  });
}

/** Rows that a console shows beside those of the page; many consoles that were opened at once show the same. */
export function readOthers(context: Context, filter: TaskFilter, ids: readonly string[]): Promise<RefreshedTasks> {
  const key = JSON.stringify(['others', filter, ids, context.principal.canViewPayload]);
  return shareRead(key, pageMs, () => refreshTasks(context, { filter, ids }));
}

/** Counts are an extra: when they take too long the list still stands. Words are not counted by. */
export function readCounts(context: Context, filter: TaskFilter): Promise<TaskCounts | null> {
  const { state: _state, text, ...others } = filter;
  if (text !== undefined) return Promise.resolve(null);
  return shareRead(JSON.stringify(['counts', others]), countsMs, async () => {
    try {
      return await countTasksByState(context, others);
    } catch (error) {
      if (error instanceof RaydeckError && error.code === 'UNAVAILABLE') return null;
      throw error;
    }
  });
}

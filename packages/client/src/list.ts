import { ConnectionError } from './error.ts';
import type { Http } from './http/http.ts';
import type { CallOptions } from './options.ts';
import type { TaskFilter, TaskPage, TaskSummary } from './resources/task.ts';

export interface ListCalls {
  /** Walks over the tasks of a filter, newest first, page after page as they are read. End it by `break`. */
  list: (filter?: TaskFilter, options?: CallOptions) => AsyncGenerator<TaskSummary, void, undefined>;
  /** One page. Give its `nextCursor` with the same filter for the next one; a page may be short, even empty, before the end. */
  page: (filter?: TaskFilter & { cursor?: string }, options?: CallOptions) => Promise<TaskPage>;
}

export function listCalls(http: Http): ListCalls {
  const page: ListCalls['page'] = async (filter = {}, options) =>
    http.json({ method: 'GET', path: '/tasks', query: { ...filter } }, options);
  return {
    page,
    list: async function* list(filter = {}, options) {
      let cursor: string | null = null;
      do {
        const found: TaskPage = await page({ ...filter, ...(cursor !== null && { cursor }) }, options);
        yield* found.items;
        if (found.nextCursor !== null && found.nextCursor === cursor) {
          throw new ConnectionError('UNEXPECTED_ANSWER', 'The server gave the same cursor twice.');
        }
        cursor = found.nextCursor;
      } while (cursor !== null);
    },
  };
}

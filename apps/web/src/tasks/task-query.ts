import { TaskFilter } from '@raydeck/services';
import type { inferParserType } from 'nuqs/server';
import { ranges, type taskParams } from './search-params.ts';

type Params = inferParserType<typeof taskParams>;

/** What the URL asks for, as the use case wants it. What is too long to be anything counts as absent. */
export function filterOf(params: Params, now: number): TaskFilter {
  const createdAfter = createdAfterOf(params, now);
  const candidate = {
    ...(params.state ? { state: params.state } : {}),
    ...(params.queue ? { queue: params.queue } : {}),
    ...(params.callable ? { callable: params.callable } : {}),
    ...(params.tag ? { tag: params.tag } : {}),
    ...(createdAfter ? { createdAfter } : {}),
  };
  return TaskFilter.safeParse(candidate).data ?? {};
}

function createdAfterOf({ since, after, cursor }: Params, now: number): Date | null {
  if (!since) return null;
  if (cursor && after) return after;
  // Whole seconds: the URL of the next page must name the same moment.
  return new Date(Math.floor(now / 1_000) * 1_000 - ranges[since] * 1_000);
}

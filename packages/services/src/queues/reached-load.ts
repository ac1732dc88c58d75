import type { Principal } from '@raydeck/core';
import { countLimit } from '../reading/bounded-count.ts';
import type { Query } from '../reading/bounded-read.ts';
import { parameter, reachConditions } from '../reading/reach.ts';
import { inState, whereAll } from '../tasks/task-conditions.ts';

export interface ReachedLoadRow extends Record<string, unknown> {
  queue: string;
  queued: number;
  due: number;
  parked: number;
  running: number;
  oldestDueAt: Date | null;
}

/** Whether the numbers of whole queues are numbers of what the principal reaches. */
export function reachesWholeQueues(principal: Principal): boolean {
  return principal.kind === 'user' || (principal.callables.length === 0 && !principal.ownTasksOnly);
}

/**
 * What waits and runs in these queues of the tasks that the principal reaches, among the newest that wait and that run. `isCut`
 * says that there are older ones.
 */
export async function readReachedLoads(
  query: Query,
  principal: Principal,
  names: readonly string[],
): Promise<{ loads: ReachedLoadRow[]; isCut: boolean }> {
  const values: unknown[] = [];
  const conditions = [`t.queue = ANY (${parameter(values, names)}::text[])`, ...reachConditions(principal, values)];
  const loads = await query<ReachedLoadRow>(
    `SELECT t.queue,
      count(*) FILTER (WHERE t.state = 'QUEUED' AND NOT t.parked)::integer AS queued,
      count(*) FILTER (WHERE t.state = 'QUEUED' AND NOT t.parked AND t.run_at <= now())::integer AS due,
      count(*) FILTER (WHERE t.state = 'QUEUED' AND t.parked)::integer AS parked,
      count(*) FILTER (WHERE t.state = 'RUNNING')::integer AS running,
      min(t.run_at) FILTER (WHERE t.state = 'QUEUED' AND NOT t.parked AND t.run_at <= now()) AS "oldestDueAt"
    FROM (${newest('QUEUED', countLimit)} UNION ALL ${newest('RUNNING', countLimit)}) AS t ${whereAll(conditions)} GROUP BY t.queue`,
    values,
  );
  const [older] = await query<{ isCut: boolean }>(
    `SELECT (SELECT count(*) FROM ${newest('QUEUED', countLimit + 1)} AS q) > ${countLimit}
      OR (SELECT count(*) FROM ${newest('RUNNING', countLimit + 1)} AS r) > ${countLimit} AS "isCut"`,
  );
  return { loads, isCut: older?.isCut ?? false };
}

function newest(state: 'QUEUED' | 'RUNNING', limit: number): string {
  return `(SELECT t.queue, t.callable, t.created_by, t.state, t.parked, t.run_at
    FROM raydeck.task AS t WHERE ${inState(state)} ORDER BY t.id DESC LIMIT ${limit})`;
}

import { type Defaults, mask, type Qualifier } from '@raydeck/core';
import { listCallables } from '../catalogue/list-callables.ts';
import type { Context } from '../context.ts';
import { listQueueNames } from '../queues/list-queue-names.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { reachConditions } from '../reading/reach.ts';
import { listWorkers } from '../workers/list-workers.ts';
import { authorize } from '../authorize.ts';
import { listTasks, type TaskSummary } from './list-tasks.ts';
import { whereAll } from './task-conditions.ts';

/** Tasks that are looked at for what they hold, the newest. */
const looksAt = 200;

/** Values that are offered at once. */
const offered = 100;

type Asked = Context & { defaults: Defaults };

/** Values that a filter of this name may take: where there is no list of them, those of the newest tasks, the most frequent first. */
export async function suggestValues(context: Asked, qualifier: Qualifier): Promise<string[]> {
  authorize(context, 'task.read');
  const values = (await sources[qualifier]?.(context)) ?? [];
  const counts = new Map<string, number>();
  for (const value of values) if (!value.includes(mask)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const byCount = [...counts].toSorted(([, left], [, right]) => right - left);
  return byCount.slice(0, offered).map(([value]) => value);
}

const sources: Partial<Record<Qualifier, (context: Asked) => Promise<string[]>>> = {
  queue: listQueueNames,
  callable: async (context) => [
    ...(await recent(context, {}, ({ callable }) => [callable])),
    ...(await listCallables(context)),
  ],
  tag: (context) => recent(context, {}, ({ tags }) => tags),
  by: (context) => recent(context, {}, ({ createdBy }) => [createdBy]),
  error: (context) =>
    recent(context, { state: 'FAILED' }, ({ errorClass }) => (errorClass === null ? [] : [errorClass])),
  worker: async (context) => (await listWorkers(context)).map(({ name }) => name),
  profile: (context) => usedProfiles(context),
  node: (context) => recentNodes(context),
};

async function recent(
  context: Asked,
  filter: { state?: 'FAILED' },
  valuesOf: (task: TaskSummary) => string[],
): Promise<string[]> {
  const { items } = await listTasks(context, { filter, limit: looksAt });
  return items.flatMap(valuesOf);
}

/** As queues and the newest tasks name them: whoever reads tasks sees these there. */
async function usedProfiles(context: Context): Promise<string[]> {
  const values: unknown[] = [];
  const reach = whereAll(reachConditions(context.principal, values));
  const rows = await boundedRead(context.db, (query) =>
    query<{ profile: string }>(
      `SELECT DISTINCT COALESCE(t.profile, q.profile) AS profile
      FROM (SELECT t.profile, t.queue FROM raydeck.task AS t ${reach} ORDER BY t.id DESC LIMIT ${looksAt}) AS t
      LEFT JOIN raydeck.queue AS q ON q.name = t.queue WHERE COALESCE(t.profile, q.profile) IS NOT NULL ORDER BY 1`,
      values,
    ),
  );
  return rows.map(({ profile }) => profile);
}

async function recentNodes(context: Context): Promise<string[]> {
  const values: unknown[] = [];
  const reach = reachConditions(context.principal, values);
  const rows = await boundedRead(context.db, (query) =>
    query<{ node: string }>(
      `SELECT a.ray_node_id AS node FROM (SELECT * FROM raydeck.attempt ORDER BY id DESC LIMIT ${looksAt}) AS a
      JOIN raydeck.task AS t ON t.id = a.task_id ${whereAll(['a.ray_node_id IS NOT NULL', ...reach])}`,
      values,
    ),
  );
  return rows.map(({ node }) => node);
}

import type { Defaults } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { parameter, reachConditions } from '../reading/reach.ts';
import { isUuid } from '../reading/uuid.ts';
import { listed } from './listed-columns.ts';
import type { TaskSummary } from './list-tasks.ts';
import { redactSummaries, type SummaryRow } from './redact-summaries.ts';
import { summaryText } from './summary-text.ts';
import { taskConditions, whereAll } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';
import { authorizeText } from './text-search.ts';

/** Rows that are read again in one go. */
const refreshLimit = 200;

export interface RefreshedTasks {
  /** As they are now; those that are gone for good are missing. */
  rows: TaskSummary[];
  /** Of these, the ones that the filter does not fit any more. */
  left: string[];
}

/** What became of rows that somebody looks at, whether or not their list would still show them. */
export async function refreshTasks(
  context: Context & { defaults: Defaults },
  { filter, ids }: { filter: TaskFilter; ids: readonly string[] },
): Promise<RefreshedTasks> {
  authorize(context, 'task.read');
  authorizeText(context, filter);
  const known = ids.filter(isUuid).slice(0, refreshLimit);
  if (known.length === 0) return { rows: [], left: [] };
  const { range, screen, values } = taskConditions(context, filter);
  const fits = [...range, ...screen].join(' AND ') || 'true';
  const isOne = `t.id = ANY (${parameter(values, known)}::uuid[])`;
  const page = `SELECT ${listed} FROM raydeck.task AS t ${whereAll([isOne, ...reachConditions(context.principal, values)])}`;
  const rows = await boundedRead(context.db, (query) =>
    query<SummaryRow & { fits: boolean | null }>(summaryText(page, `, (${fits}) AS fits`), values),
  );
  const left = rows.filter((row) => row.fits !== true).map(({ id }) => id);
  return {
    rows: await redactSummaries(
      context,
      rows.map(({ fits: _fits, ...row }) => row),
    ),
    left,
  };
}

import { type Defaults, may } from '@raydeck/core';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { listTasks, type TaskSummary } from '../tasks/list-tasks.ts';
import { refreshTasks } from '../tasks/refresh-tasks.ts';
import { authorizeBulk } from './authorize-bulk.ts';
import { BulkChange, requireNothingElse } from './bulk-change.ts';
import { BulkTarget, type Target, targetOf } from './bulk-target.ts';
import { countMatching } from './count-matching.ts';

/** What an operation would be about. */
export const BulkQuestion = BulkChange.extend(BulkTarget.shape);
export type BulkQuestion = z.infer<typeof BulkQuestion>;

export interface BulkPreview {
  count: number;
  /** The newest ten; none for a key that may not read tasks. */
  sample: TaskSummary[];
}

const sampleRows = 10;
/** Rare tasks are looked for a little longer than a page does. */
const sampleBudgetMs = 3_000;

/**
 * How many tasks an operation would look at, and some of them. Throws what starting it would throw, but for what the action needs to
 * know: the count does not depend on it.
 */
export async function previewBulkOperation(
  context: Context & { defaults: Defaults },
  input: BulkQuestion,
): Promise<BulkPreview> {
  const { filter, ids, ...change } = parseInput(BulkQuestion, input);
  requireNothingElse(change);
  await authorizeBulk(context, change);
  const target = targetOf({ filter, ids });
  return { count: await countMatching(context, target), sample: await sample(context, target) };
}

async function sample(context: Context & { defaults: Defaults }, target: Target): Promise<TaskSummary[]> {
  if (!may(context.principal, 'task.read')) return [];
  if (target.ids) {
    const newest = target.ids.toSorted().toReversed().slice(0, sampleRows);
    return (await refreshTasks(context, { filter: {}, ids: newest })).rows;
  }
  const asked = { filter: target.filter, limit: sampleRows, budgetMs: sampleBudgetMs };
  return (await listTasks(context, asked)).items;
}

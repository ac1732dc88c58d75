import { bulkActions, bulkStates } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { isWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { filterJson, parseFilterJson } from '../tasks/filter-json.ts';
import { parseChange } from './bulk-change.ts';

/** What is read of an operation. */
export const bulkColumns = {
  id: true,
  action: true,
  change: true,
  filter: true,
  reason: true,
  createdBy: true,
  state: true,
  error: true,
  perSecond: true,
  total: true,
  done: true,
  skipped: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
} as const;

const Action = z.enum(bulkActions);
const State = z.enum(bulkStates);

type Row = Prisma.BulkOperationGetPayload<{ select: typeof bulkColumns }>;

/** As it is shown. Words that were looked for in messages are payload. */
export function bulkShown({ principal }: Context, { change, filter, ...row }: Row) {
  const { priority, queue, runAt } = parseChange(row.action, change);
  return {
    ...row,
    action: Action.parse(row.action),
    state: State.parse(row.state),
    priority: priority ?? null,
    queue: queue ?? null,
    runAt: runAt ?? null,
    /** Null where the tasks were named. */
    filter: filter && typeof filter === 'object' ? filterShown(principal.canViewPayload, filter) : null,
  };
}
export type BulkOperation = ReturnType<typeof bulkShown>;

function filterShown(canViewPayload: boolean, json: object) {
  const { text, ...filter } = parseFilterJson(json);
  return filterJson({ ...filter, ...(text !== undefined && { text: canViewPayload ? text : '…' }) });
}

/** A key with a limited reach has to do with its own only. */
export function bulkReach({ principal }: Context): { createdBy?: string } {
  return isWhole(principal) ? {} : { createdBy: principal.id };
}

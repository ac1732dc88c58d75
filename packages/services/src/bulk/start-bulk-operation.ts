import { bulkRate, confirmAbove, type Defaults, RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { filterJson } from '../tasks/filter-json.ts';
import type { TaskFilter } from '../tasks/task-filter.ts';
import { sendHint } from '../send-hint.ts';
import { authorizeBulk } from './authorize-bulk.ts';
import { BulkChange, requireChange } from './bulk-change.ts';
import { BulkTarget, type Target, targetOf } from './bulk-target.ts';
import { countMatching } from './count-matching.ts';

export const BulkStart = BulkChange.extend({
  ...BulkTarget.shape,
  reason: reason.min(1, 'is required'),
  /** Tasks a second, at most. */
  perSecond: z.int().min(1).max(bulkRate.most).optional(),
  /** How many tasks whoever asks expects; needed above `confirmAbove`. */
  confirmedCount: z.int().min(0).optional(),
});
export type BulkStart = z.infer<typeof BulkStart>;

/** Tasks come and go while somebody types: so many more than were confirmed may match. */
const tolerance = 1.1;

/**
 * Starts an operation; a worker takes it up within seconds. Which tasks a filter is about is settled now, but for their states: one that is
 * enqueued later never matches. Throws INVALID, FORBIDDEN, CONFLICT when there are more tasks than were confirmed, UNAVAILABLE when they
 * cannot be counted in time. Twice: two operations; the second finds its tasks changed, and skips them. A crash leaves it started or not.
 */
export async function startBulkOperation(
  context: Context & { defaults: Defaults },
  input: BulkStart,
): Promise<{ id: string; total: number }> {
  const {
    filter,
    ids,
    reason: why,
    perSecond = bulkRate.start,
    confirmedCount,
    ...change
  } = parseInput(BulkStart, input);
  requireChange(change);
  await authorizeBulk(context, change);
  const target = await frozen(context, targetOf({ filter, ids }));
  const matching = await countMatching(context, target);
  requireConfirmation(matching, confirmedCount);
  const total = target.ids?.length ?? matching;
  const id = await context.db.prisma.$transaction(async (tx) => {
    const operation = await tx.bulkOperation.create({
      data: dataOf(context, { change, target, why, perSecond, total }),
    });
    if (target.ids) {
      await tx.bulkOperationRow.createMany({
        data: target.ids.map((taskId) => ({ operationId: operation.id, taskId })),
      });
    }
    await audit(tx, context, {
      action: 'bulk.start',
      targetType: 'bulk_operation',
      targetId: operation.id,
      reason: why,
      after: {
        ...changeJson(change),
        action: change.action,
        total,
        ...(target.filter && { filter: filterJson(target.filter) }),
      },
    });
    await sendHint(tx, { errand: true });
    return operation.id;
  });
  return { id, total };
}

interface Started {
  change: BulkChange;
  target: Target;
  why: string;
  perSecond: number;
  total: number;
}

function dataOf({ principal }: Context, { change, target, why, perSecond, total }: Started) {
  return {
    action: change.action,
    change: changeJson(change),
    ...(target.filter && { filter: filterJson(target.filter) }),
    isSearched: target.ids !== null,
    reason: why,
    createdBy: principal.id,
    requester: JSON.parse(JSON.stringify(principal)) as Prisma.InputJsonObject,
    perSecond,
    total,
  };
}

function changeJson({ priority, queue, runAt }: BulkChange): Prisma.InputJsonObject {
  return {
    ...(priority !== undefined && { priority }),
    ...(queue && { queue }),
    ...(runAt && { runAt: runAt.toISOString() }),
  };
}

/** By the database's clock, which tasks have their times from. */
async function frozen({ db }: Context, target: Target): Promise<Target> {
  if (target.ids) return target;
  // The next whole millisecond, which is all that a Date and an id hold: what was enqueued in this one is among them.
  const { rows } = await db.pool.query<{ now: Date }>(
    `SELECT date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' AS now`,
  );
  const now = rows[0]?.now ?? new Date();
  const { createdBefore } = target.filter;
  const filter: TaskFilter = {
    ...target.filter,
    createdBefore: createdBefore && createdBefore < now ? createdBefore : now,
  };
  return { filter, ids: null };
}

function requireConfirmation(matching: number, confirmed: number | undefined): void {
  if (matching <= confirmAbove) return;
  if (confirmed === undefined) {
    const text = `confirmedCount: is required above ${confirmAbove} tasks; ${matching} match`;
    throw new RaydeckError('INVALID', text, { path: 'confirmedCount' });
  }
  if (matching > confirmed * tolerance)
    throw new RaydeckError('CONFLICT', `${matching} tasks match now, and ${confirmed} were confirmed.`, {
      path: 'confirmedCount',
    });
}

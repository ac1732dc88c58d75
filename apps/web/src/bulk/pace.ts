import type { BulkOperation } from '@raydeck/services';

export interface Pace {
  /** Tasks that were dealt with, done or skipped. */
  looked: number;
  /** Tasks that were not, as far as is known: of those that a filter matched at the start some may have left it. */
  left: number;
  /** Tasks a second since it started; null before the first. */
  perSecond: number | null;
  /** Until it is through, at this pace and no faster than it may; null once it is over. */
  leftMs: number | null;
}

export function paceOf(
  operation: Pick<BulkOperation, 'total' | 'done' | 'skipped' | 'perSecond' | 'startedAt' | 'finishedAt'>,
  now: number,
): Pace {
  const { total, done, skipped, startedAt, finishedAt } = operation;
  const looked = done + skipped;
  const left = Math.max(0, total - looked);
  const seconds = startedAt ? ((finishedAt?.getTime() ?? now) - startedAt.getTime()) / 1_000 : 0;
  const perSecond = looked > 0 && seconds > 0 ? looked / seconds : null;
  const pace = Math.min(operation.perSecond, perSecond ?? operation.perSecond);
  return { looked, left, perSecond, leftMs: finishedAt ? null : (left / pace) * 1_000 };
}

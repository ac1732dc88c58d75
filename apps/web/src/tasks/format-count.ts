import { type TaskState, taskStates } from '@raydeck/core';
import type { BoundedCount, TaskCounts } from '@raydeck/services';

/** "1,204"; where counting stopped "1.2 M" or "340 k" by the database's estimate, else "10,000+". */
export function formatCount({ count, isCapped, estimate }: BoundedCount): string {
  if (!isCapped) return count.toLocaleString('en-US');
  if (estimate === undefined) return `${count.toLocaleString('en-US')}+`;
  return aboutCount(estimate);
}

/** "840", "12 k", "1.2 M". */
export function aboutCount(count: number): string {
  if (count < 9_999.5) return count.toLocaleString('en-US');
  return count < 999_500 ? `${Math.round(count / 1_000)} k` : `${(count / 1_000_000).toFixed(1)} M`;
}

/** The same at length. */
export function countWords({ count, isCapped, estimate }: BoundedCount): string {
  if (!isCapped) return `${count.toLocaleString('en-US')} tasks`;
  const atLeast = `At least ${count.toLocaleString('en-US')}`;
  if (estimate === undefined) return `${atLeast}; nobody counts further`;
  return `About ${estimate.toLocaleString('en-US')} by the database’s statistics`;
}

/** How many tasks a list is about, as far as its tabs know; null where they know nothing. */
export function countOfList(counts: TaskCounts | null, state: TaskState | undefined): BoundedCount | null {
  if (counts === null) return null;
  if (state) return counts[state];
  const all = taskStates.map((one) => counts[one]);
  const sum = (numberOf: (one: BoundedCount) => number) => all.reduce((total, one) => total + numberOf(one), 0);
  const count = sum((one) => one.count);
  if (all.every(({ isCapped }) => !isCapped)) return { count, isCapped: false };
  const isEstimated = all.every(({ isCapped, estimate }) => !isCapped || estimate !== undefined);
  return { count, isCapped: true, ...(isEstimated && { estimate: sum((one) => one.estimate ?? one.count) }) };
}

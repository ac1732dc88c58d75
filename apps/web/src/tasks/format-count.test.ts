import { taskStates } from '@raydeck/core';
import type { BoundedCount, TaskCounts } from '@raydeck/services';
import { expect, it } from 'vitest';
import { countOfList, formatCount } from './format-count.ts';

it.each([
  [{ count: 0, isCapped: false }, '0'],
  [{ count: 1_204, isCapped: false }, '1,204'],
  [{ count: 10_000, isCapped: true }, '10,000+'],
  [{ count: 10_000, isCapped: true, estimate: 12_400 }, '12 k'],
  [{ count: 10_000, isCapped: true, estimate: 999_499 }, '999 k'],
  [{ count: 10_000, isCapped: true, estimate: 999_500 }, '1.0 M'],
  [{ count: 10_000, isCapped: true, estimate: 1_234_567 }, '1.2 M'],
])('shows %j as %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

const counts = (of: Partial<TaskCounts>): TaskCounts => {
  const none: BoundedCount = { count: 0, isCapped: false };
  // Each state has its entry.
  return { ...(Object.fromEntries(taskStates.map((state) => [state, none])) as TaskCounts), ...of };
};
const failed = { count: 3, isCapped: false };
const many = { count: 10_000, isCapped: true };

it.each([
  [null, null],
  [counts({ FAILED: failed }), { count: 3, isCapped: false }],
  [counts({ FAILED: failed, SUCCEEDED: many }), { count: 10_003, isCapped: true }],
  [
    counts({ FAILED: failed, SUCCEEDED: { ...many, estimate: 50_000 } }),
    { count: 10_003, isCapped: true, estimate: 50_003 },
  ],
  [counts({ QUEUED: many, SUCCEEDED: { ...many, estimate: 50_000 } }), { count: 20_000, isCapped: true }],
])('sums the counts of a list of all states: %#', (given, all) => {
  expect(countOfList(given, undefined)).toEqual(all);
});

it('takes the count of the one state that a list is about', () => {
  expect(countOfList(counts({ FAILED: failed, SUCCEEDED: many }), 'FAILED')).toEqual(failed);
});

import type { Principal, TaskState } from '@raydeck/core';
import { parameter, reachConditions } from '../reading/reach.ts';
import { firstUuidAt } from '../reading/uuid.ts';
import type { TaskFilter } from './task-filter.ts';

/** Conditions on `t`, with their parameters: those of `range` come first, so that `range` can stand alone. */
export interface TaskConditions {
  /** Served by an index that also gives the order by id. */
  range: string[];
  rangeValues: unknown[];
  /** Checked row by row, over a bounded number of rows. */
  screen: string[];
  values: unknown[];
}

/** A task's id is made within its enqueue, a little after `created_at`: so far apart they may be. */
const idLagMs = 60_000;

/**
 * The filter as SQL. Fast are: all tasks, one state, and times (an id carries its time). Queue, callable, tag and a key's
 * reach are screened: an index for each would be paid by every enqueue, claim and finish.
 */
export function taskConditions(principal: Principal, filter: TaskFilter, beforeId?: string): TaskConditions {
  const values: unknown[] = [];
  const range = rangeConditions(filter, beforeId, values);
  const rangeValues = [...values];
  const screen = [...reachConditions(principal, values), ...screenConditions(filter, values)];
  return { range, rangeValues, screen, values };
}

function rangeConditions(filter: TaskFilter, beforeId: string | undefined, values: unknown[]): string[] {
  const range: string[] = [];
  const { state, createdAfter, createdBefore } = filter;
  if (state) range.push(inState(state));
  if (createdAfter) range.push(`t.id >= ${parameter(values, firstUuidAt(createdAfter))}::uuid`);
  if (createdBefore) {
    const last = firstUuidAt(new Date(createdBefore.getTime() + idLagMs));
    range.push(`t.id < ${parameter(values, last)}::uuid`);
  }
  if (beforeId) range.push(`t.id < ${parameter(values, beforeId)}::uuid`);
  return range;
}

function screenConditions(filter: TaskFilter, values: unknown[]): string[] {
  const screen: string[] = [];
  const { queue, callable, tag, createdAfter, createdBefore } = filter;
  if (createdAfter) screen.push(`t.created_at >= ${parameter(values, createdAfter)}`);
  if (createdBefore) screen.push(`t.created_at < ${parameter(values, createdBefore)}`);
  if (queue) screen.push(`t.queue = ${parameter(values, queue)}`);
  if (callable?.endsWith('.')) screen.push(`starts_with(t.callable, ${parameter(values, callable)})`);
  else if (callable) screen.push(`t.callable = ${parameter(values, callable)}`);
  if (tag) screen.push(`t.tags @> ARRAY[${parameter(values, tag)}]::text[]`);
  return screen;
}

/**
 * Tasks of one state by that state's own partial index: its predicate, word for word. Written out, not as a parameter: the
 * planner must see it. `attempt_count >= 0` always holds; it keeps all but lists from these indexes.
 */
export function inState(state: TaskState): string {
  return `t.state = '${state}' AND t.attempt_count >= 0`;
}

export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

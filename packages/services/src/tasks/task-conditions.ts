import type { Principal } from '@raydeck/core';
import { parameter, reachConditions } from '../reading/reach.ts';
import { firstUuidAt } from '../reading/uuid.ts';
import type { TaskFilter } from './task-filter.ts';

/** Conditions on `t`. */
export interface TaskConditions {
  /** Served by an index that also gives the order by id. */
  range: string[];
  /** Checked row by row, over a bounded number of rows. */
  screen: string[];
  values: unknown[];
}

/** A task's id is made within its enqueue, a little after `created_at`: so far apart they may be. */
const idLagMs = 60_000;

/**
 * The filter as SQL. Fast are: no state, any state but SUCCEEDED, one queue, and times (an id carries its time). SUCCEEDED is what most
 * tasks are and has no index of its own; it, callables, tags and a key's reach are screened.
 */
export function taskConditions(principal: Principal, filter: TaskFilter): TaskConditions {
  const values: unknown[] = [];
  const range: string[] = [];
  const screen = reachConditions(principal, values);
  // Written out, not as a parameter: the planner must see that the partial index holds the state.
  if (filter.state) (filter.state === 'SUCCEEDED' ? screen : range).push(`t.state = '${filter.state}'`);
  if (filter.createdAfter) {
    range.push(`t.id >= ${parameter(values, firstUuidAt(filter.createdAfter))}::uuid`);
    screen.push(`t.created_at >= ${parameter(values, filter.createdAfter)}`);
  }
  if (filter.createdBefore) {
    const last = new Date(filter.createdBefore.getTime() + idLagMs);
    range.push(`t.id < ${parameter(values, firstUuidAt(last))}::uuid`);
    screen.push(`t.created_at < ${parameter(values, filter.createdBefore)}`);
  }
  if (filter.queue) screen.push(`t.queue = ${parameter(values, filter.queue)}`);
  if (filter.callable) screen.push(callableCondition(filter.callable, values));
  if (filter.tag) screen.push(`t.tags @> ARRAY[${parameter(values, filter.tag)}]::text[]`);
  return { range, screen, values };
}

function callableCondition(callable: string, values: unknown[]): string {
  const placeholder = parameter(values, callable);
  return callable.endsWith('.') ? `starts_with(t.callable, ${placeholder})` : `t.callable = ${placeholder}`;
}

export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

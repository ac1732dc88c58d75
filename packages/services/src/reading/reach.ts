import type { Principal } from '@raydeck/core';

/** Adds the parameter and returns its placeholder. */
export function parameter(values: unknown[], value: unknown): string {
  return `$${values.push(value)}`;
}

/** Conditions on `t` (a task) that leave only what the principal may see; people see all. The same rule as core's isInReach. */
export function reachConditions(principal: Principal, values: unknown[]): string[] {
  if (principal.kind === 'user') return [];
  const conditions: string[] = [];
  if (principal.ownTasksOnly) conditions.push(`t.created_by = ${parameter(values, principal.id)}`);
  if (principal.queues.length > 0) conditions.push(`t.queue = ANY (${parameter(values, principal.queues)}::text[])`);
  if (principal.callables.length > 0) {
    conditions.push(
      `EXISTS (SELECT FROM unnest(${parameter(values, principal.callables)}::text[]) AS prefix
        WHERE t.callable = prefix OR starts_with(t.callable, prefix || '.'))`,
    );
  }
  return conditions;
}

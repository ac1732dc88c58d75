import type { Prisma } from '@raydeck/db';
import { TaskFilter } from './task-filter.ts';

/** As JSON: times as text. */
export function filterJson(filter: TaskFilter): Prisma.InputJsonObject {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
}

const times = new Set(['createdAfter', 'createdBefore', 'finishedAfter', 'finishedBefore']);

/** What `filterJson` made. */
export function parseFilterJson(json: object): TaskFilter {
  return TaskFilter.parse(
    Object.fromEntries(
      Object.entries(json).map(([name, value]: [string, unknown]) => [
        name,
        times.has(name) && typeof value === 'string' ? new Date(value) : value,
      ]),
    ),
  );
}

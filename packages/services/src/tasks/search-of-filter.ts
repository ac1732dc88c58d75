import type { Qualifier, Search } from '@raydeck/core';
import type { TaskFilter } from './task-filter.ts';

/** The qualifier that each part of a filter is written with. */
const qualifierOf: Record<Exclude<keyof TaskFilter, 'text'>, Qualifier> = {
  state: 'state',
  queue: 'queue',
  callable: 'callable',
  tag: 'tag',
  createdBy: 'by',
  createdAfter: 'after',
  createdBefore: 'before',
  finishedAfter: 'finished-after',
  finishedBefore: 'finished-before',
  runner: 'runner',
  profile: 'profile',
  errorClass: 'error',
  node: 'node',
  worker: 'worker',
  attemptState: 'attempt',
  rayJob: 'job',
};

/** How a person would write this filter; `searchFilter` reads it as the same. */
export function searchOfFilter({ text, ...filter }: TaskFilter): Search {
  const search: Search = { terms: {}, text: text ?? null };
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) search.terms[qualifierOf[name as keyof typeof qualifierOf]] = written(name, value);
  }
  return search;
}

function written(name: string, value: string | Date): string {
  if (value instanceof Date) return value.toISOString();
  return name === 'state' || name === 'attemptState' ? value.toLowerCase() : value;
}

import { RaydeckError } from '@raydeck/core';
import type { Context } from '../context.ts';
import type { TaskSummary } from './list-tasks.ts';
import type { TaskFilter } from './task-filter.ts';

/** Messages are user code's own words: who may not read them may not ask for them either. */
export function authorizeText({ principal }: Context, { text }: TaskFilter): void {
  if (text === undefined || principal.canViewPayload) return;
  throw new RaydeckError('FORBIDDEN', 'Searching error messages needs payload permission.', { path: 'text' });
}

/** Whether the row shows what was looked for: a secret that the message hides must not be found by asking for it. */
export function showsText({ errorMessage }: TaskSummary, { text }: TaskFilter): boolean {
  return text === undefined || (errorMessage ?? '').toLowerCase().includes(text.toLowerCase());
}

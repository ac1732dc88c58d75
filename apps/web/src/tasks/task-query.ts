import { isRelativeMoment, type Search } from '@raydeck/core';
import { type SearchedTasks, searchFilter } from '@raydeck/services';
import { searchOf, type TaskParams } from './search-params.ts';

export interface AskedTasks extends SearchedTasks {
  /** When the list was asked for first, if its filter moves with the clock. */
  at: Date | null;
}

/** What the URL asks for, as the use case wants it. `canViewPayload`: without it nobody searches in messages. */
export function askedTasks(params: TaskParams, now: number, canViewPayload: boolean): AskedTasks {
  const search = searchOf(params);
  const moves = ['after', 'before', 'finished-after', 'finished-before'] as const;
  const isMoving = moves.some((name) => isRelativeMoment(search.terms[name] ?? ''));
  // Whole seconds: the URL of the next page must name the same moment.
  const at = params.cursor && params.at ? params.at : new Date(Math.floor(now / 1_000) * 1_000);
  const asked = searchFilter(canViewPayload ? search : { ...search, text: null }, at.getTime());
  const problems = canViewPayload || search.text === null ? asked.problems : [...asked.problems, unseen(search)];
  return { ...asked, problems, at: isMoving ? at : null };
}

function unseen({ text }: Search): string {
  return `“${text ?? ''}” is left out: searching error messages needs payload permission.`;
}

import { parseSearch } from '@raydeck/core';
import type { SavedView } from '@raydeck/services';
import { paramsOf, type TaskParams } from '../tasks/search-params.ts';

/** In place of a view's id: the whole list, for those whose list opens with a view. */
export const noView = 'all';

/** The list's parameters that open a view. */
export function paramsOfView({ id, search }: Pick<SavedView, 'id' | 'search'>): TaskParams {
  return { ...paramsOf(parseSearch(search)), view: id, at: null, cursor: null };
}

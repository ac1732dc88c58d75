'use client';

import type { Qualifier, Search } from '@raydeck/core';
import { useQueryStates } from 'nuqs';
import { useContext } from 'react';
import { useHasDefaultView } from '../views/default-view-context.ts';
import { noView } from '../views/view-params.ts';
import { ListTransitionContext } from './list-transition-context.ts';
import { paramsOf, searchOf, taskParams } from './search-params.ts';

/** The list's state in the URL. Each change but a page turn leads back to the first page. */
export function useTaskParams() {
  const startTransition = useContext(ListTransitionContext);
  const [params, setParams] = useQueryStates(taskParams, { shallow: false, history: 'push', startTransition });
  const hasDefaultView = useHasDefaultView();
  const search = searchOf(params);
  // The bare address opens with the default view.
  const whole = hasDefaultView ? noView : null;
  const setSearch = (next: Search) => {
    const isWhole = Object.keys(next.terms).length === 0 && next.text === null;
    const view = params.view ?? (isWhole ? whole : null);
    void setParams({ ...paramsOf(next), cursor: null, at: null, view });
  };
  const setTerm = (name: Qualifier, value: string | null) => {
    const { [name]: _before, ...others } = search.terms;
    setSearch({ ...search, terms: value === null ? others : { ...others, [name]: value } });
  };
  const clear = () => void setParams({ ...paramsOf({ terms: {}, text: null }), cursor: null, at: null, view: whole });
  return { params, search, setParams, setSearch, setTerm, clear };
}

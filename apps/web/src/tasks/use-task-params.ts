'use client';

import type { Qualifier, Search } from '@raydeck/core';
import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { paramsOf, searchOf, taskParams } from './search-params.ts';

/** The list's state in the URL. Each change but a page turn leads back to the first page. */
export function useTaskParams() {
  const [pending, startTransition] = useTransition();
  const [params, setParams] = useQueryStates(taskParams, { shallow: false, history: 'push', startTransition });
  const search = searchOf(params);
  const setSearch = (next: Search) => void setParams({ ...paramsOf(next), cursor: null, at: null });
  const setTerm = (name: Qualifier, value: string | null) => {
    const { [name]: _before, ...others } = search.terms;
    setSearch({ ...search, terms: value === null ? others : { ...others, [name]: value } });
  };
  const clear = () => void setParams(null);
  return { params, search, setParams, setSearch, setTerm, clear, pending };
}

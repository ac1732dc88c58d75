'use client';

import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { taskParams } from './search-params.ts';

/** The list's state in the URL. Each change but a page turn leads back to the first page. */
export function useTaskParams() {
  const [pending, startTransition] = useTransition();
  const [params, setParams] = useQueryStates(taskParams, { shallow: false, history: 'push', startTransition });
  const setFilter = (change: Partial<typeof params>) => void setParams({ ...change, cursor: null, after: null });
  const clear = () => void setParams(null);
  return { params, setParams, setFilter, clear, pending };
}

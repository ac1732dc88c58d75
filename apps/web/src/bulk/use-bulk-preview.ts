'use client';

import type { BulkAction, Search } from '@raydeck/core';
import type { TaskFilter, TaskSummary } from '@raydeck/services';
import { useEffect, useState } from 'react';
import { previewBulkAction } from './actions.ts';

/** Which tasks somebody means: the ticked ones, or all that a filter matches. */
export type BulkTasks = { ids: string[] } | { search: Search };

export interface BulkPreviewed {
  count: number;
  sample: TaskSummary[];
  /** The very filter that was counted. */
  filter: TaskFilter | undefined;
}

type Reading = { preview: BulkPreviewed | null; problem: string | null };

/** Exactly how many tasks these are, and some of them. `recount` looks again. */
export function useBulkPreview(action: BulkAction, tasks: BulkTasks) {
  const [round, setRound] = useState(0);
  const [read, setRead] = useState<Reading>({ preview: null, problem: null });
  useEffect(() => {
    let isOver = false;
    const settle = (reading: Reading) => {
      if (!isOver) setRead(reading);
    };
    previewBulkAction({ action, ...tasks }).then(
      (result) =>
        settle(result.ok ? { preview: result.value, problem: null } : { preview: null, problem: result.message }),
      () => settle({ preview: null, problem: 'The console did not answer. Check the connection and try again.' }),
    );
    return () => {
      isOver = true;
    };
  }, [action, tasks, round]);
  const recount = () => {
    setRead({ preview: null, problem: null });
    setRound((before) => before + 1);
  };
  return { ...read, recount };
}

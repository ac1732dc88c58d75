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

interface Reading {
  preview: BulkPreviewed | null;
  problem: string | null;
  /** Whether another try may go better. */
  isPassing: boolean;
}

const counting: Reading = { preview: null, problem: null, isPassing: false };
const silent: Reading = {
  ...counting,
  problem: 'The console did not answer. Check the connection and try again.',
  isPassing: true,
};

/** Exactly how many tasks these are, and some of them. `recount` looks again. */
export function useBulkPreview(action: BulkAction, tasks: BulkTasks) {
  const [round, setRound] = useState(0);
  const [read, setRead] = useState<Reading>(counting);
  useEffect(() => {
    let isOver = false;
    const settle = (reading: Reading) => {
      if (!isOver) setRead(reading);
    };
    previewBulkAction({ action, ...tasks }).then(
      (result) => {
        if (result.ok) return settle({ ...counting, preview: result.value });
        const { message, code } = result;
        settle({ ...counting, problem: message, isPassing: code !== 'INVALID' && code !== 'FORBIDDEN' });
      },
      () => settle(silent),
    );
    return () => {
      isOver = true;
    };
  }, [action, tasks, round]);
  const recount = () => {
    setRead(counting);
    setRound((before) => before + 1);
  };
  return { ...read, recount };
}

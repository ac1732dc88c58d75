import type { TaskState } from '@raydeck/core';
import type { History } from '@raydeck/services';
import { useEffect, useState } from 'react';
import { getHistoryAction } from '../actions.ts';

/**
 * The callable's runs; null while they are read, words when they could not be. Read once, and again when this task has moved: the
 * page itself is read anew every few seconds, and this looks at many rows.
 */
export function useHistory(callable: string, state: TaskState): History | string | null {
  const [history, setHistory] = useState<History | string | null>(null);
  useEffect(() => {
    let isWanted = true;
    getHistoryAction({ callable }).then(
      (result) => isWanted && setHistory(result.ok ? result.value : result.message),
      () => isWanted && setHistory('The console did not answer.'),
    );
    return () => {
      isWanted = false;
    };
  }, [callable, state]);
  return history;
}

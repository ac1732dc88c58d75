import type { Neighbours } from '@raydeck/services';
import { useEffect, useState } from 'react';
import { getNeighboursAction } from '../actions.ts';

interface Read {
  /** For which task and list. */
  key: string;
  result: Neighbours | string;
}

/** What stands beside the task in the list; null while it is read, words when it could not be. Read once for each task. */
export function useNeighbours(id: string, list: string): Neighbours | string | null {
  const key = `${id} ${list}`;
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    let isWanted = true;
    getNeighboursAction({ id, list }).then(
      (result) => isWanted && setRead({ key, result: result.ok ? result.value : result.message }),
      () => isWanted && setRead({ key, result: 'The console did not answer.' }),
    );
    return () => {
      isWanted = false;
    };
  }, [id, list, key]);
  // Those of the task before this one would lead back to where one is.
  return read?.key === key ? read.result : null;
}

import type { Neighbours } from '@raydeck/services';
import { useEffect, useState } from 'react';
import { getNeighboursAction } from '../actions.ts';

/** What stands beside the task in the list; null while it is read, words when it could not be. Read once for each task. */
export function useNeighbours(id: string, list: string): Neighbours | string | null {
  const [neighbours, setNeighbours] = useState<Neighbours | string | null>(null);
  useEffect(() => {
    let isWanted = true;
    getNeighboursAction({ id, list }).then(
      (result) => isWanted && setNeighbours(result.ok ? result.value : result.message),
      () => isWanted && setNeighbours('The console did not answer.'),
    );
    return () => {
      isWanted = false;
    };
  }, [id, list]);
  return neighbours;
}

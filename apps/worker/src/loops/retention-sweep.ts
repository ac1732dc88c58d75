import type { Emit } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { type DeleteStored, runRetention } from '@raydeck/services';
import { databaseSweep } from './database-sweep.ts';
import { type Leadership, untoldEveryMs } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';

/** Less than from one request to the next. */
const budgetMs = 240_000;

/** Does the pruning that pg-boss's cron, or a person, has asked for, while this worker leads. */
export function createRetentionSweep({
  db,
  leadership,
  emit,
  deleteStored,
}: {
  db: Database;
  leadership: Leadership;
  emit: Emit;
  deleteStored: DeleteStored;
}): Loop {
  let isStopping = false;
  let endPause: () => void = () => {};
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const isLeader = () => !isStopping && leadership.leads(databaseSweep);

  const round = async (): Promise<number> => {
    if (isLeader()) await runRetention({ db, emit, deleteStored, isLeader, pause, budgetMs });
    return untoldEveryMs * (0.9 + 0.2 * Math.random());
  };

  const loop = createLoop({ name: 'retention-sweep', round, emit });
  return {
    ...loop,
    start: () => {
      isStopping = false;
      loop.start();
    },
    // Between two portions: the run stays open, and the next leader goes on.
    stop: async () => {
      isStopping = true;
      endPause();
      await loop.stop();
    },
  };
}

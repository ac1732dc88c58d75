import type { Emit } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { queueBulkOperations, type SendBulk } from '@raydeck/services';
import { databaseSweep } from './database-sweep.ts';
import { type Leadership, untoldEveryMs } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';

export interface BulkSweepOptions {
  db: Database;
  leadership: Pick<Leadership, 'leads'>;
  emit: Emit;
  sendBulk: SendBulk;
  wakeBulk: () => void;
}

/** While this worker leads: hands operations on many tasks to pg-boss, which any worker works off. */
export function createBulkSweep({ db, leadership, emit, sendBulk, wakeBulk }: BulkSweepOptions): Loop {
  const round = async (): Promise<number> => {
    if (leadership.leads(databaseSweep) && (await queueBulkOperations(db, sendBulk)) > 0) wakeBulk();
    return untoldEveryMs * (0.9 + 0.2 * Math.random());
  };

  return createLoop({ name: 'bulk-sweep', round, emit });
}

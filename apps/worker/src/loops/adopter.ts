import { aboutAttempt, type Emit } from '@raydeck/core';
import { adoptAttempts, type Database, type Notifier } from '@raydeck/db';
import type { Driver } from '../attempts/driver.ts';
import type { Lease } from '../lease/lease.ts';
import { createLoop, type Loop } from './loop.ts';

export interface AdopterOptions {
  db: Database;
  lease: Lease;
  driver: Driver;
  notifier: Notifier;
  emit: Emit;
  rayAddress: string | null;
}

/** Whoever leads tells when there is something to adopt; this is for what is missed. */
const everyMs = 30_000;
/** Before a lease is there. */
const waitMs = 1_000;

/** Adopted attempts come on top of the worker's own concurrency, so they are taken in portions. */
const portion = 50;

/** Takes over the attempts of workers whose lease is over. */
export function createAdopter({ db, lease, driver, notifier, emit, rayAddress }: AdopterOptions): Loop {
  const round = async (): Promise<number> => {
    if (!lease.isLive()) return waitMs;
    const { workerId } = lease;
    const adopted = await db.run(adoptAttempts, [workerId, rayAddress, portion]);
    for (const row of adopted) {
      emit({ type: 'attempt.adopted', ...aboutAttempt(row), workerId, fromWorkerId: row.fromWorkerId });
      notifier.changed(row.taskId);
    }
    if (adopted.length > 0) {
      driver.expect();
      driver.wake();
    }
    return adopted.length === portion ? 500 : everyMs * (0.8 + 0.4 * Math.random());
  };
  return createLoop({ name: 'adopter', round, emit });
}

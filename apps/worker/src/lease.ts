import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Emit } from '@raydeck/core';
import { type Database, registerWorker, renewLease, stopWorker } from '@raydeck/db';
import { createLoop, type Loop } from './loops/loop.ts';

/** Who this process is now. The id lives as long as its lease; a process that loses it takes a new one. */
export interface Lease extends Loop {
  /** Registers the first id. */
  begin(): Promise<void>;
  readonly workerId: string;
  /** By this process's own clock, from before the renewal was sent: stops us before others may judge. */
  isLive(): boolean;
  /** Since when the database has answered without a gap, in milliseconds: silence is judged only after a full period. */
  heldForMs(): number;
  /** An orderly end: others may adopt at once. */
  end(): Promise<void>;
}

export interface LeaseOptions {
  db: Database;
  emit: Emit;
  name: string;
  version: string;
  queues: string[];
  runners: string[];
  concurrency: number;
  rayAddress: string | null;
  leaseSeconds: number;
  intervalSeconds: number;
  /** Told when the old id is gone: what was driven under it is somebody's to adopt. */
  onNewId: () => void;
}

export function createLease(options: LeaseOptions): Lease {
  const { db, emit, leaseSeconds } = options;
  let workerId = randomUUID() as string;
  let liveUntil = 0;
  let heldSince = 0;

  const begin = async (): Promise<void> => {
    const sentAt = performance.now();
    const { name, version, queues, runners, concurrency, rayAddress } = options;
    await db.run(registerWorker, [
      workerId,
      name,
      hostname(),
      process.pid,
      version,
      queues,
      runners,
      concurrency,
      rayAddress,
      leaseSeconds,
    ]);
    liveUntil = sentAt + leaseSeconds * 1000;
    heldSince = sentAt;
    emit({ type: 'worker.started', workerId, name, version });
  };

  const loseId = async (): Promise<void> => {
    emit({ type: 'worker.lease_lost', workerId, overdueMs: Math.round(performance.now() - liveUntil) });
    liveUntil = 0;
    workerId = randomUUID();
    await begin();
    options.onNewId();
  };

  const renew = async (): Promise<number> => {
    const sentAt = performance.now();
    const isOver = sentAt >= liveUntil;
    const [row] = isOver ? [] : await db.run(renewLease, [workerId, leaseSeconds]);
    if (row) liveUntil = sentAt + leaseSeconds * 1000;
    else await loseId();
    return options.intervalSeconds * 1000;
  };

  return {
    ...createLoop({ name: 'lease', round: renew, emit }),
    begin,
    get workerId() {
      return workerId;
    },
    isLive: () => performance.now() < liveUntil,
    heldForMs: () => (performance.now() < liveUntil ? performance.now() - heldSince : 0),
    end: async () => {
      liveUntil = 0;
      await db.run(stopWorker, [workerId]);
      emit({ type: 'worker.stopped', workerId });
    },
  };
}

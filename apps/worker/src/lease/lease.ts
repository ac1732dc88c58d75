import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Emit } from '@raydeck/core';
import { type Database, registerWorker, stopWorker, succeedWorker } from '@raydeck/db';
import { createLoop, type Loop } from '../loops/loop.ts';
import { leaseMemory, nowNs, secondsInNs } from './lease-memory.ts';
import { type RenewerData, type RenewerOrder, RenewerWord } from './renewer-words.ts';

/** Who this process is now. The id lives as long as its lease; a process that loses it takes a new one. */
export interface Lease extends Loop {
  /** Registers the first id. */
  begin(): Promise<void>;
  readonly workerId: string;
  /** By this process's own clock, from before the renewal was sent: stops us before others may judge. */
  isLive(): boolean;
  /** Since when this id has had its lease without a gap, in milliseconds: silence is judged only after a full period. */
  heldForMs(): number;
  /** An orderly end: others may adopt at once. */
  end(): Promise<void>;
}

export interface LeaseOptions {
  db: Database;
  /** The renewer has a connection of its own. */
  connectionString: string;
  emit: Emit;
  name: string;
  version: string;
  queues: string[];
  runners: string[];
  concurrency: number;
  rayAddress: string | null;
  /** Where gateways find this very worker; absent when it serves none. */
  attemptApiUrl?: string | null;
  leaseSeconds: number;
  intervalSeconds: number;
  /** So long may the main thread be busy before its attempts are given to others; default ten leases. */
  stallSeconds?: number;
  /** Told when the old id is gone: what was driven under it is somebody's to adopt. */
  onNewId: () => void;
}

/** How often the main thread says that it turns. */
const pulseMs = 250;

interface Renewer {
  thread: Worker;
  /** Rejects when it ended before it was. */
  isReady: Promise<void>;
}

/**
 * The lease is renewed by a thread of its own: a main thread that is busy for longer than a lease keeps its attempts, one
 * that hangs loses them after `stallSeconds`. The loop here only says that the main thread turns, and takes a new id when
 * the renewer has lost the old one.
 */
export function createLease(options: LeaseOptions): Lease {
  const { db, emit, leaseSeconds, intervalSeconds, connectionString } = options;
  const memory = leaseMemory();
  let workerId = randomUUID() as string;
  let heldSinceNs = 0n;
  let isLost = false;
  let renewer: Renewer | null = null;
  let isEnding = false;

  const register = async (): Promise<void> => {
    const { name, version, queues, runners, concurrency, rayAddress } = options;
    const identity = [name, hostname(), process.pid, version, queues, runners, concurrency, rayAddress] as const;
    await db.run(registerWorker, [workerId, ...identity, leaseSeconds, options.attemptApiUrl ?? null]);
  };

  const begin = async (previousId?: string): Promise<void> => {
    // First: a lease runs from the moment it is written, and all else that a worker starts with takes its time.
    await (renewer ??= startRenewer()).isReady;
    const sentAt = nowNs();
    const { name, version } = options;
    const succeeded = previousId ? await db.run(succeedWorker, [workerId, previousId, leaseSeconds]) : [];
    if (succeeded.length === 0) await register();
    memory.pulsedAtNs = nowNs();
    heldSinceNs = sentAt;
    memory.liveUntilNs = sentAt + secondsInNs(leaseSeconds);
    isLost = false;
    renewer?.thread.postMessage({ workerId } satisfies RenewerOrder);
    emit({ type: 'worker.started', workerId, name, version });
  };

  const isLive = (): boolean => nowNs() < memory.liveUntilNs;

  const hear = (word: RenewerWord): void => {
    if (word.say === 'ready') return;
    if (word.say === 'failed') {
      emit({ type: 'loop.failed', loop: 'lease', error: word.error, nextMs: word.nextMs });
      return;
    }
    if (word.workerId !== workerId || isLost) return;
    isLost = true;
    emit({ type: 'worker.lease_lost', workerId, overdueMs: word.overdueMs });
    loop.wake();
  };

  const startRenewer = (): Renewer => {
    const data: RenewerData = {
      connectionString,
      leaseSeconds,
      intervalSeconds,
      stallSeconds: options.stallSeconds ?? 10 * leaseSeconds,
      buffer: memory.buffer,
    };
    const thread = new Worker(new URL('./renewer.ts', import.meta.url), { workerData: data });
    const isReady = new Promise<void>((resolve, reject) => {
      thread.once('message', () => resolve());
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('The thread that renews the lease ended at its start.')));
    });
    // Who waits for it hears of it; after that it says nothing new.
    isReady.catch(() => undefined);
    thread.on('message', (message: unknown) => hear(RenewerWord.parse(message)));
    thread.on('error', (error: unknown) => {
      emit({ type: 'loop.failed', loop: 'lease', error: String(error), nextMs: pulseMs });
    });
    // Without it the lease runs out and others adopt; the next turn of the loop starts another.
    thread.on('exit', () => {
      if (renewer?.thread === thread) renewer = null;
    });
    return { thread, isReady };
  };

  const turn = async (): Promise<number> => {
    memory.pulsedAtNs = nowNs();
    if (isEnding) return pulseMs;
    if (isLost) {
      const previousId = workerId;
      workerId = randomUUID();
      await begin(previousId);
      options.onNewId();
    } else if (renewer === null) {
      renewer = startRenewer();
      renewer.thread.postMessage({ workerId } satisfies RenewerOrder);
    }
    return pulseMs;
  };

  const loop = createLoop({ name: 'lease', round: turn, emit });
  return {
    ...loop,
    stop: async () => {
      await loop.stop();
      const thread = renewer;
      renewer = null;
      await thread?.thread.terminate();
    },
    begin: () => begin(),
    get workerId() {
      return workerId;
    },
    isLive,
    heldForMs: () => (isLive() ? Number(nowNs() - heldSinceNs) / 1e6 : 0),
    end: async () => {
      isEnding = true;
      memory.liveUntilNs = 0n;
      await db.run(stopWorker, [workerId]);
      emit({ type: 'worker.stopped', workerId });
    },
  };
}

import {
  aboutAttempt,
  type Care,
  careFor,
  type CareLimits,
  type Emit,
  judge,
  type Observation,
  type Runner,
} from '@raydeck/core';
import { type Database, drivenAttempts, type DrivenRow, releaseAttempts, type SubmissionRow } from '@raydeck/db';
import { type AttemptContext, judgeAttempt } from '@raydeck/services';
import type { Lease } from '../lease/lease.ts';
import { createLoop, type Loop } from '../loops/loop.ts';
import { chargeOf, type Memory, newMemory, observeEveryMs, refOf } from './charge.ts';
import type { Observe } from './observer.ts';
import type { Submit } from './submitter.ts';

/**
 * Drives this worker's attempts to their end: submits, watches, stops, judges, releases. What is to be done is read from
 * the database each round and decided by core's `careFor`; a crash loses nothing but when we last asked.
 */
export interface Driver extends Loop {
  /** Attempts whose place is taken. */
  readonly held: number;
  /** The same of one runner. */
  heldBy(runner: string): number;
  /** Takes on attempts that were just claimed. */
  take(rows: readonly SubmissionRow[]): void;
  /** Forgets attempts whose end and release are committed. */
  released(attemptIds: readonly string[]): void;
  /** Has an attempt looked at now. */
  look(attemptId: string): void;
  /** Says that more attempts stand under this worker's id than it took on itself. */
  expect(): void;
  /** Forgets all: the lease under which they were driven is over. */
  forget(): void;
}

export interface DriverOptions {
  db: Database;
  attempts: AttemptContext;
  lease: Lease;
  runners: ReadonlyMap<string, Runner>;
  submit: Submit;
  observe: Observe;
  emit: Emit;
  silenceMs: number;
  /** Told when places became free. */
  onFreed: () => void;
}

const settleMs = 15_000;
const exitGraceMs = 10_000;
const stopEveryMs = 3_000;
/** How often a worker that holds nothing looks whether something was claimed under its id after all. */
const emptyEveryMs = 30_000;
/** A round reads all rows: over many of them it is made less often, so that it takes a hundredth of a core at most. */
const everyMsForRow = 1.5;

export function createDriver(options: DriverOptions): Driver {
  const { db, attempts, lease, runners, submit, observe, emit } = options;
  const memories = new Map<string, Memory>();
  let emptyAt = -Infinity;

  const remember = ({ attemptId, runner }: SubmissionRow): Memory => {
    const memory = memories.get(attemptId) ?? newMemory(runner, performance.now());
    memories.set(attemptId, memory);
    return memory;
  };

  const forgetAbsent = (rows: readonly DrivenRow[], askedAt: number): void => {
    const present = new Set(rows.map((row) => row.attemptId));
    for (const [attemptId, memory] of memories) {
      const isNewer = memory.claimedAt >= askedAt || memory.isSubmitting;
      if (!present.has(attemptId) && !isNewer) memories.delete(attemptId);
    }
  };

  const stop = async (row: DrivenRow, reason: string): Promise<void> => {
    const memory = remember(row);
    if (performance.now() - memory.stoppedAt < stopEveryMs) return;
    memory.stoppedAt = performance.now();
    emit({ type: 'attempt.stop_asked', ...aboutAttempt(row), reason });
    await runners.get(row.runner)?.stop(refOf(row));
  };

  const release = async (row: DrivenRow): Promise<void> => {
    await db.run(releaseAttempts, [[row.attemptId]]);
    memories.delete(row.attemptId);
    runners.get(row.runner)?.forget?.([row.attemptId]);
    emit({ type: 'attempt.released', ...aboutAttempt(row) });
    options.onFreed();
  };

  const judgeBy = async (
    row: DrivenRow,
    seen: Observation | null,
    facts: Parameters<typeof judge>[1],
  ): Promise<void> => {
    if (seen?.kind !== 'ended' && seen?.kind !== 'absent') return;
    const expectedState = row.state === 'RUNNING' ? 'RUNNING' : 'SUBMITTED';
    const ending = judge(seen, facts);
    await judgeAttempt(attempts, { attemptId: row.attemptId, workerId: lease.workerId, expectedState, ending });
    loop.wake();
  };

  /** A runner that is its own gate tells what becomes of an attempt: there is nothing to look at after each submit. */
  const begin = (row: SubmissionRow, memory: Memory): void => {
    const isTold = runners.get(row.runner)?.withdraw !== undefined;
    void submit(row, memory).then(() => isTold || loop.wake());
  };

  const act = async (row: DrivenRow, care: Care, seen: Observation | null): Promise<void> => {
    switch (care.do) {
      case 'wait':
        return;
      case 'submit':
        begin(row, remember(row));
        return;
      case 'stop':
        return stop(row, care.reason);
      case 'release':
        return release(row);
      case 'cancel-unstarted':
        // Where the runner is the gate, its word comes before the row's.
        if ((await runners.get(row.runner)?.withdraw?.(refOf(row))) === false) return;
        return judgeBy(row, { kind: 'absent', detail: 'it had not started' }, { started: false, stopReason: 'cancel' });
      case 'judge':
        return judgeBy(row, seen, care.facts);
    }
  };

  const round = async (): Promise<number> => {
    const askedAt = performance.now();
    // A worker whose lease is over stops driving before anything else.
    if (!lease.isLive()) return 250;
    if (memories.size === 0 && askedAt - emptyAt < emptyEveryMs) return emptyEveryMs;
    const rows = await db.run(drivenAttempts, [lease.workerId]);
    forgetAbsent(rows, askedAt);
    emptyAt = rows.length === 0 ? askedAt : -Infinity;
    const seen = await observe(rows, remember);
    const limits: CareLimits = { silenceMs: options.silenceMs, judgeHeldMs: lease.heldForMs(), settleMs, exitGraceMs };
    const cared = rows.map((row) => {
      const memory = remember(row);
      const observation = seen.get(row.attemptId) ?? null;
      if (memory.isSubmitting) return Promise.resolve();
      return act(row, careFor(chargeOf(row, memory, performance.now()), observation, limits), observation);
    });
    const failed = (await Promise.allSettled(cared)).find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return Math.min(emptyEveryMs, Math.max(rows.length * everyMsForRow, Math.min(...rows.map(observeEveryMs))));
  };

  const loop = createLoop({ name: 'driver', round, emit });
  return {
    ...loop,
    get held() {
      return memories.size;
    },
    heldBy: (runner) => [...memories.values()].filter((memory) => memory.runner === runner).length,
    take: (rows) => {
      for (const row of rows) begin(row, Object.assign(remember(row), { isFresh: true }));
    },
    released: (attemptIds) => {
      for (const attemptId of attemptIds) memories.delete(attemptId);
      options.onFreed();
    },
    look: (attemptId) => {
      const memory = memories.get(attemptId);
      if (memory) memory.observedAt = -Infinity;
      loop.wake();
    },
    expect: () => {
      emptyAt = -Infinity;
    },
    forget: () => {
      memories.clear();
      emptyAt = -Infinity;
    },
  };
}

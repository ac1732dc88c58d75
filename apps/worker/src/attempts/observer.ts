import { aboutAttempt, type Emit, type Observation, type Runner } from '@raydeck/core';
import { type Database, type DrivenRow, type Notifier, recordNode, recordSetupLog } from '@raydeck/db';
import { type Memory, observeEveryMs, refOf } from './charge.ts';
import { isNotPlaced, type Placement, withMisfit } from './placement.ts';

/** Asks the runners about the executions whose turn it is; an attempt without an answer is missing from the map. */
export type Observe = (
  rows: readonly DrivenRow[],
  memoryOf: (row: DrivenRow) => Memory,
) => Promise<Map<string, Observation>>;

export interface ObserverOptions {
  db: Database;
  notifier: Notifier;
  runners: ReadonlyMap<string, Runner>;
  placement: Placement;
  emit: Emit;
}

export function createObserver({ db, notifier, runners, placement, emit }: ObserverOptions): Observe {
  const ask = async (name: string, rows: readonly DrivenRow[]): Promise<Observation[]> =>
    (await runners.get(name)?.observe(rows.map(refOf))) ?? rows.map(() => withoutRunner(name));

  const noteNode = async (row: DrivenRow, memory: Memory, seen: Observation): Promise<void> => {
    const nodeId = 'nodeId' in seen ? seen.nodeId : null;
    if (!nodeId || memory.isNodeNoted) return;
    memory.isNodeNoted = true;
    await db.run(recordNode, [row.attemptId, nodeId]);
  };

  /** Ray says of a job that waits only that it waits. What cannot change by waiting is told, once for each reason. */
  const explain = (row: DrivenRow, memory: Memory, seen: Observation): Observation => {
    const misfit = row.rayAddress !== null && isNotPlaced(seen) ? placement(row.resources ?? {}) : null;
    if (misfit === null) return seen;
    const { kind, text } = misfit;
    if (kind === 'impossible' && text !== memory.misfit)
      emit({ type: 'attempt.not_placed', ...aboutAttempt(row), reason: text });
    memory.misfit = text;
    return withMisfit(seen, misfit);
  };

  /** Ray's own log of the job is empty until the job is placed: this is what there is to watch meanwhile. */
  const noteSetup = async (row: DrivenRow, memory: Memory, seen: Observation): Promise<void> => {
    const text = 'setupLog' in seen ? seen.setupLog : undefined;
    if (text === undefined || text === memory.setupLog || row.state !== 'SUBMITTED') return;
    memory.setupLog = text;
    for (const { taskId } of await db.run(recordSetupLog, [row.attemptId, text])) notifier.changed(taskId);
  };

  return async (rows, memoryOf) => {
    const now = performance.now();
    const due = rows.filter((row) => {
      const memory = memoryOf(row);
      const isSent = memory.acceptedAt !== null || row.state !== 'SUBMITTED';
      return isSent && !memory.isSubmitting && now - memory.observedAt >= observeEveryMs(row) - 5;
    });
    const seen = new Map<string, Observation>();
    const groups = [...Map.groupBy(due, (row) => row.runner)];
    await Promise.all(
      groups.map(async ([name, group]) => {
        for (const [index, observation] of (await ask(name, group)).entries()) {
          const row = group[index];
          if (!row) continue;
          const memory = memoryOf(row);
          memory.observedAt = performance.now();
          seen.set(row.attemptId, explain(row, memory, observation));
          await noteNode(row, memory, observation);
          await noteSetup(row, memory, observation);
        }
      }),
    );
    return seen;
  };
}

/** Children of the `local` runner die with their worker; about another cluster's jobs nobody here can say anything. */
function withoutRunner(name: string): Observation {
  if (name === 'local') return { kind: 'absent', detail: 'its worker is gone, and its process with it' };
  return { kind: 'unknown', detail: `this worker has no ${name} runner` };
}

import type { Observation, Runner } from '@raydeck/core';
import { type Database, type DrivenRow, recordNode } from '@raydeck/db';
import { type Memory, observeEveryMs, refOf } from './charge.ts';

/** Asks the runners about the executions whose turn it is; an attempt without an answer is missing from the map. */
export type Observe = (
  rows: readonly DrivenRow[],
  memoryOf: (row: DrivenRow) => Memory,
) => Promise<Map<string, Observation>>;

export function createObserver({ db, runners }: { db: Database; runners: ReadonlyMap<string, Runner> }): Observe {
  const ask = async (name: string, rows: readonly DrivenRow[]): Promise<Observation[]> =>
    (await runners.get(name)?.observe(rows.map(refOf))) ?? rows.map(() => withoutRunner(name));

  const noteNode = async (row: DrivenRow, memory: Memory, seen: Observation): Promise<void> => {
    const nodeId = 'nodeId' in seen ? seen.nodeId : null;
    if (!nodeId || memory.isNodeNoted) return;
    memory.isNodeNoted = true;
    await db.run(recordNode, [row.attemptId, nodeId]);
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
          memoryOf(row).observedAt = performance.now();
          seen.set(row.attemptId, observation);
          await noteNode(row, memoryOf(row), observation);
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

import type { History, LeaseFact } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** Adopted is what a dead worker drove, judged by a worker whose own lease lives. */
export function checkLeases({ events, leases }: Pick<History, 'events' | 'leases'>): Violation[] {
  const leasesOf = Map.groupBy(leases, ({ workerId }) => workerId);
  const violations: Violation[] = [];
  for (const { kind, actor, atMs, taskId, fromWorkerId, attemptId } of events) {
    const workerId = /^worker:(.+)$/.exec(actor)?.[1];
    if (workerId === undefined) continue;
    const expiresAtMs = expiryAt(leasesOf.get(workerId) ?? [], atMs - statementMs);
    if (expiresAtMs < atMs - statementMs)
      violations.push({
        rule: 'judged-without-lease',
        taskId,
        detail: `${kind} of attempt ${attemptId} by worker ${workerId}, ${Math.round(atMs - expiresAtMs)} ms after its lease`,
      });
    if (kind !== 'adopted' || fromWorkerId === null) continue;
    const robbed = expiryAt(leasesOf.get(fromWorkerId) ?? [], atMs);
    if (robbed > atMs)
      violations.push({
        rule: 'adopted-from-the-living',
        taskId,
        detail: `attempt ${attemptId} was taken from worker ${fromWorkerId}, ${Math.round(robbed - atMs)} ms before its lease was over`,
      });
  }
  return violations;
}

/** The guard is looked at a little before the event is written. */
const statementMs = 1_000;

function expiryAt(leases: readonly LeaseFact[], atMs: number): number {
  return leases.findLast((lease) => lease.atMs <= atMs)?.expiresAtMs ?? Infinity;
}

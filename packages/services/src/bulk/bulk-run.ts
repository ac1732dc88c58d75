import type { Principal } from '@raydeck/core';
import type { TaskFilter } from '../tasks/task-filter.ts';
import type { BulkChange } from './bulk-change.ts';

/** An operation as a run has it. */
export interface BulkRun {
  id: string;
  runId: string;
  change: BulkChange;
  filter: TaskFilter | null;
  reason: string;
  requester: Principal;
  perSecond: number;
}

/** By it a task's events and the audit log name the operation. */
export function markedReason({ id, reason }: Pick<BulkRun, 'id' | 'reason'>): string {
  return `${reason} (bulk operation ${id})`;
}

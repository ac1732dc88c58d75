import type { Action } from './role.ts';

/** What is done to many tasks at once; `delay`: run later. */
export const bulkActions = ['retry', 'cancel', 'priority', 'move', 'delay', 'delete'] as const;
export type BulkAction = (typeof bulkActions)[number];

/**
 * PENDING waits for a worker, RUNNING is worked off by one, or by the next one when that died. DONE looked at all its tasks. ABORTED was
 * stopped by a person, FAILED by itself: whoever asked may no longer. What was done before stays done.
 */
export const bulkStates = ['PENDING', 'RUNNING', 'DONE', 'ABORTED', 'FAILED'] as const;
export type BulkState = (typeof bulkStates)[number];

/** What became of one task: SKIPPED is what the single action refused, with its reason. */
export const bulkOutcomes = ['PENDING', 'DONE', 'SKIPPED'] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

/** Tasks of one portion; between portions an abort and a lost role are seen. */
export const bulkPortion = 100;
/** Tasks a second: unless it is said, and at most. */
export const bulkRate = { start: 50, most: 500 } as const;
/** From more tasks than this on, whoever asks says how many they expect. */
export const confirmAbove = 100;
/** Tasks that can be named one by one. */
export const bulkIdLimit = 1_000;

const needs: Record<BulkAction, readonly Action[]> = {
  retry: ['task.retry'],
  cancel: ['task.cancel'],
  priority: ['task.edit'],
  move: ['task.edit', 'task.enqueue'],
  delay: ['task.edit'],
  delete: ['task.delete'],
};

/** What the single actions need that the operation is made of. */
export function bulkNeeds(action: BulkAction): readonly Action[] {
  return needs[action];
}

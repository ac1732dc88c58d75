import { type BulkOutcome, RaydeckError } from '@raydeck/core';
import type { Context } from '../context.ts';
import { cancelTask } from '../tasks/cancel-task.ts';
import { deleteTask } from '../tasks/delete-task.ts';
import { editTask } from '../tasks/edit-task.ts';
import { retryTask } from '../tasks/retry-task.ts';
import type { BulkChange } from './bulk-change.ts';

export interface RowOutcome {
  taskId: string;
  outcome: Exclude<BulkOutcome, 'PENDING'>;
  message: string | null;
}

/** The single action, by its own rules; what it refuses is skipped. Throws what is no refusal. */
export async function applyBulkChange(
  context: Context,
  change: BulkChange,
  { taskId, reason }: { taskId: string; reason: string },
): Promise<RowOutcome> {
  try {
    return { taskId, outcome: 'DONE', message: await act(context, change, { id: taskId, reason }) };
  } catch (error) {
    if (!(error instanceof RaydeckError) || error.code === 'INTERNAL' || error.code === 'UNAVAILABLE') throw error;
    return { taskId, outcome: 'SKIPPED', message: error.message.slice(0, 500) };
  }
}

async function act(
  context: Context,
  { action, priority, queue, runAt }: BulkChange,
  task: { id: string; reason: string },
): Promise<string | null> {
  switch (action) {
    case 'retry':
      await retryTask(context, task);
      return null;
    case 'cancel': {
      const { state } = await cancelTask(context, task);
      return state === 'RUNNING' ? 'It runs, and was asked to end.' : null;
    }
    case 'delete':
      await deleteTask(context, task);
      return null;
    case 'priority':
    case 'move':
    case 'delay':
      await editTask(context, { ...task, priority, queue, runAt });
      return null;
  }
}

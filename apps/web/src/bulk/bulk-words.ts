import type { BulkAction } from '@raydeck/core';
import type { BulkOperation, TaskSummary } from '@raydeck/services';
import { formatUtc } from '../ui/format-time.ts';

interface Words {
  /** On a button, for tasks that the bar names. */
  label: string;
  /** The same with what it is done to: "12 tasks", or "tasks" while nobody knows how many. */
  to: (tasks: string) => string;
  /** What comes of it. */
  effect: string;
  /** Whether the single action would take the task now; others are skipped. */
  fits: (task: TaskSummary) => boolean;
}

const isWaiting = ({ state }: TaskSummary) => state === 'QUEUED' || state === 'BLOCKED';
const onlyWaiting = 'Only tasks that wait are changed.';

export const bulkWords: Record<BulkAction, Words> = {
  retry: {
    label: 'Retry',
    to: (tasks) => `Retry ${tasks}`,
    effect: 'Failed and canceled ones run again, with the same arguments and a fresh budget of attempts.',
    fits: ({ state }) => state === 'FAILED' || state === 'CANCELED',
  },
  cancel: {
    label: 'Cancel',
    to: (tasks) => `Cancel ${tasks}`,
    effect: 'Waiting ones end at once; running ones are asked to end.',
    fits: ({ finishedAt }) => finishedAt === null,
  },
  priority: {
    label: 'Change priority',
    to: (tasks) => `Change priority of ${tasks}`,
    effect: `${onlyWaiting} Higher priority runs before lower in the same queue.`,
    fits: isWaiting,
  },
  move: {
    label: 'Move to queue',
    to: (tasks) => `Move ${tasks}`,
    effect: `${onlyWaiting} What the queue does not allow is skipped.`,
    fits: isWaiting,
  },
  delay: {
    label: 'Run later',
    to: (tasks) => `Run ${tasks} later`,
    effect: `${onlyWaiting} They are due at this time and not before.`,
    fits: isWaiting,
  },
  delete: {
    label: 'Delete finished',
    to: (tasks) => `Delete ${tasks}`,
    effect: 'Finished ones are deleted for good, with attempts, results and logs. Pinned ones stay.',
    fits: ({ finishedAt }) => finishedAt !== null,
  },
};

export function tasksWord(count: number): string {
  return count === 1 ? '1 task' : `${count.toLocaleString('en-US')} tasks`;
}

/** What an operation does, in one line. */
export function operationWords({
  action,
  total,
  priority,
  queue,
  runAt,
}: Pick<BulkOperation, 'action' | 'total' | 'priority' | 'queue' | 'runAt'>): string {
  const tasks = tasksWord(total);
  if (action === 'priority') return `Change priority of ${tasks} to ${priority ?? 0}`;
  if (action === 'move') return `Move ${tasks} to queue ${queue ?? ''}`;
  if (action === 'delay' && runAt) return `Run ${tasks} at ${formatUtc(runAt)}`;
  return bulkWords[action].to(tasks);
}

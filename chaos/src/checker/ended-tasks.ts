import { isTaskFinal } from '@raydeck/core';
import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** After the quiet period every task is final and every place is free: nobody is at work on them any more. */
export function checkEnded({ tasks, attempts }: Pick<History, 'tasks' | 'attempts'>): Violation[] {
  return [
    ...tasks
      .filter(({ state }) => !isTaskFinal(state))
      .map(({ id, state, attemptCount }) => ({
        rule: 'task-not-ended',
        taskId: id,
        detail: `${state} after ${attemptCount} attempts when all should be over`,
      })),
    ...attempts
      .filter(({ releasedAtMs }) => releasedAtMs === null)
      .map(({ taskId, id, state }) => ({
        rule: 'place-not-released',
        taskId,
        detail: `attempt ${id}, ${state}, holds its place`,
      })),
  ];
}

import { isTaskFinal, type TaskState } from '@raydeck/core';
import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** What was seen is what the database says that it was: in this order, and nothing that was final has changed. */
export function checkSeen({ seen, moves, tasks }: Pick<History, 'seen' | 'moves' | 'tasks'>): Violation[] {
  const movesOf = Map.groupBy(
    moves.filter(({ table }) => table === 'task'),
    ({ id }) => id,
  );
  const finals = new Map(tasks.map((task) => [task.id, task]));
  const violations: Violation[] = [];
  for (const [taskId, states] of Map.groupBy(seen, (one) => one.taskId)) {
    const path: string[] = ['QUEUED', ...(movesOf.get(taskId) ?? []).map(({ to }) => to)];
    let place = 0;
    let count = 0;
    for (const { state, attemptCount } of states) {
      const next = path.indexOf(state, place);
      if (next < 0 || attemptCount < count) {
        violations.push({
          rule: 'seen-otherwise',
          taskId,
          detail: `seen as ${state} at attempt ${attemptCount}; it went ${path.join(', ')}`,
        });
        break;
      }
      place = next;
      count = attemptCount;
    }
    const last = states.at(-1);
    const final = finals.get(taskId);
    if (last && isFinal(last.state) && final?.state !== last.state)
      violations.push({
        rule: 'final-changed',
        taskId,
        detail: `seen as ${last.state}, and is ${final?.state ?? 'gone'}`,
      });
  }
  return violations;
}

function isFinal(state: TaskState): boolean {
  return isTaskFinal(state);
}

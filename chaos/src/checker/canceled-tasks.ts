import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** What was canceled while it waited does not start afterwards, and nothing starts once its task is over. */
export function checkCanceled(history: Pick<History, 'cancels' | 'tasks' | 'effects' | 'attempts'>): Violation[] {
  const { cancels, tasks, effects, attempts } = history;
  const stateOf = new Map(tasks.map((task) => [task.id, task.state]));
  const lastStart = new Map<string, number>();
  for (const { event, taskId, wallMs } of effects)
    if (event === 'start') lastStart.set(taskId, Math.max(lastStart.get(taskId) ?? 0, wallMs));
  const lastClaim = new Map<string, number>();
  for (const { taskId, submittedAtMs } of attempts)
    lastClaim.set(taskId, Math.max(lastClaim.get(taskId) ?? 0, submittedAtMs));
  const violations: Violation[] = [];
  for (const { taskId, state, atMs } of cancels) {
    if (state !== 'CANCELED') continue;
    if (stateOf.get(taskId) !== 'CANCELED')
      violations.push({
        rule: 'cancel-undone',
        taskId,
        detail: `answered CANCELED, and is ${stateOf.get(taskId) ?? 'gone'}`,
      });
    if ((lastStart.get(taskId) ?? 0) > atMs || (lastClaim.get(taskId) ?? 0) > atMs)
      violations.push({ rule: 'started-after-cancel', taskId, detail: 'canceled while it waited, and started later' });
  }
  for (const { id, state, finishedAtMs } of tasks) {
    const startedAtMs = lastStart.get(id);
    if (finishedAtMs !== null && startedAtMs !== undefined && startedAtMs > finishedAtMs)
      violations.push({
        rule: 'started-after-end',
        taskId: id,
        detail: `${state} ${Math.round(startedAtMs - finishedAtMs)} ms before a start`,
      });
  }
  return violations;
}

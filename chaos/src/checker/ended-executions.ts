import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** What the worker says of a process that it has seen end. */
const seenToEnd = ['ProcessExited', 'ProcessKilled', 'ResultMissing', 'StartFailed'];

/** An attempt that was judged by the end of its process has no user code that goes on. */
export function checkExecutions({ attempts, effects }: Pick<History, 'attempts' | 'effects'>): Violation[] {
  const lastOf = new Map(effects.map(({ attemptId, wallMs }) => [attemptId, wallMs]));
  return attempts.flatMap(({ id, taskId, number, errorClass, finishedAtMs }) => {
    const lastMs = lastOf.get(id);
    if (errorClass === null || !seenToEnd.includes(errorClass)) return [];
    if (lastMs === undefined || finishedAtMs === null || lastMs <= finishedAtMs) return [];
    const detail = `attempt ${number} (${id}): ${errorClass}, and its user code ran on for ${Math.round(lastMs - finishedAtMs)} ms`;
    return [{ rule: 'ended-and-running', taskId, detail }];
  });
}

import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** However often an attempt was submitted, Ray has at most one job of it, and none that no attempt knows. */
export function checkJobs({ jobs, attempts }: Pick<History, 'jobs' | 'attempts'>): Violation[] {
  const taskOf = new Map(attempts.map(({ id, taskId }) => [id, taskId]));
  const violations: Violation[] = [];
  for (const [attemptId, own] of Map.groupBy(jobs, (job) => job.attemptId)) {
    const taskId = attemptId === null ? null : (taskOf.get(attemptId) ?? null);
    if (attemptId === null || taskId === null)
      violations.push({
        rule: 'unknown-job',
        taskId,
        detail: `of no attempt: ${own.map(({ name }) => name).join(', ')}`,
      });
    else if (own.length > 1)
      violations.push({ rule: 'submitted-twice', taskId, detail: own.map(({ name }) => name).join(', ') });
  }
  return violations;
}

import { isAttemptLive } from '@raydeck/core';
import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** Attempts of a task are numbered without a gap, one begins when the one before has ended, and no execution is in two. */
export function checkNumbers({ tasks, attempts }: Pick<History, 'tasks' | 'attempts'>): Violation[] {
  const violations: Violation[] = [];
  const attemptsOf = Map.groupBy(attempts, ({ taskId }) => taskId);
  for (const { id, attemptCount } of tasks) {
    const own = (attemptsOf.get(id) ?? []).toSorted((a, b) => a.number - b.number);
    const numbers = own.map(({ number }) => number);
    if (own.length !== attemptCount || numbers.some((number, index) => number !== index + 1))
      violations.push({
        rule: 'attempt-numbers',
        taskId: id,
        detail: `attempts ${numbers.join(', ')}; it counts ${attemptCount}`,
      });
    for (const [index, attempt] of own.entries()) {
      const before = own[index - 1];
      if (before && (before.finishedAtMs === null || before.finishedAtMs > attempt.submittedAtMs))
        violations.push({
          rule: 'attempts-overlap',
          taskId: id,
          detail: `attempt ${attempt.number} began before ${before.number} had ended`,
        });
      if ((attempt.finishedAtMs === null) !== isAttemptLive(attempt.state))
        violations.push({
          rule: 'attempt-times',
          taskId: id,
          detail: `attempt ${attempt.number} is ${attempt.state}, finished ${attempt.finishedAtMs}`,
        });
    }
  }
  const executions = Map.groupBy(
    attempts.filter(({ executionId }) => executionId !== null),
    ({ executionId }) => executionId,
  );
  for (const [executionId, own] of executions) {
    if (own.length > 1)
      violations.push({
        rule: 'execution-twice',
        taskId: own[0]?.taskId ?? null,
        detail: `execution ${executionId} is in ${own.length} attempts`,
      });
  }
  return violations;
}

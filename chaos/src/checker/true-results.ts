import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** SUCCEEDED means that user code of this task came to its end, in the attempt that succeeded, with this result. */
export function checkResults(history: Pick<History, 'tasks' | 'attempts' | 'effects'>): Violation[] {
  const returned = new Map(
    history.effects.filter(({ event }) => event === 'return').map((effect) => [effect.attemptId, effect]),
  );
  const attemptsOf = Map.groupBy(history.attempts, ({ taskId }) => taskId);
  const violations: Violation[] = [];
  for (const { id, state, result } of history.tasks) {
    const succeeded = (attemptsOf.get(id) ?? []).filter((attempt) => attempt.state === 'SUCCEEDED');
    const say = (rule: string, detail: string): void => void violations.push({ rule, taskId: id, detail });
    if (state !== 'SUCCEEDED') {
      if (succeeded.length > 0) say('success-unheard', `an attempt succeeded, and the task is ${state}`);
      continue;
    }
    const [attempt] = succeeded;
    if (!attempt || succeeded.length > 1) {
      say('success-of-nobody', `the task succeeded, by ${succeeded.length} attempts`);
      continue;
    }
    const effect = returned.get(attempt.id);
    if (!effect) say('success-unfinished', `attempt ${attempt.number} succeeded, and its user code did not end`);
    else if (
      result !== JSON.stringify({ key: effect.key, value: effect.result }).replace(',', ', ').replaceAll('":', '": ')
    )
      say('wrong-result', `the result ${result} is not what attempt ${attempt.number} returned`);
  }
  return violations;
}

import type { AttemptFact, History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** A start of user code beyond the first of its task, and why there was one. */
export interface Duplicate {
  task: string;
  cause: string;
}

/** Each further start follows an attempt that ended without success; its end is the cause. One without is a violation. */
export function findDuplicates(history: Pick<History, 'effects' | 'attempts'>): {
  duplicates: Duplicate[];
  violations: Violation[];
} {
  const attemptsOf = Map.groupBy(history.attempts, ({ taskId }) => taskId);
  const startsOf = Map.groupBy(
    history.effects.filter(({ event }) => event === 'start'),
    ({ taskId }) => taskId,
  );
  const duplicates: Duplicate[] = [];
  const violations: Violation[] = [];
  for (const [taskId, starts] of startsOf) {
    const own = attemptsOf.get(taskId) ?? [];
    for (const { number } of starts.toSorted((a, b) => a.number - b.number).slice(1)) {
      const cause = causeOf(own.find((attempt) => attempt.number === number - 1));
      if (cause === null)
        violations.push({ rule: 'duplicate-without-cause', taskId, detail: `attempt ${number} started` });
      else duplicates.push({ task: taskId, cause });
    }
  }
  return { duplicates, violations };
}

function causeOf(before: AttemptFact | undefined): string | null {
  if (before?.state !== 'FAILED' && before?.state !== 'LOST') return null;
  return `${before.state} ${before.errorClass ?? ''}`.trim();
}

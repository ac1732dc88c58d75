import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** A bucket of N tokens that fills once in S seconds lets through at most N + N·t/S claims in any stretch of t seconds. */
export function checkRates({ queues, attempts, tasks }: Pick<History, 'queues' | 'attempts' | 'tasks'>): Violation[] {
  const queueOf = new Map(tasks.map(({ id, queue }) => [id, queue]));
  return queues.flatMap(({ name, rate }) => {
    if (rate === null) return [];
    const claims = attempts
      .filter(({ taskId }) => queueOf.get(taskId) === name)
      .map(({ submittedAtMs }) => submittedAtMs)
      .toSorted((a, b) => a - b);
    for (const [first, fromMs] of claims.entries()) {
      for (let last = first + rate.tasks; last < claims.length; last += 1) {
        const seconds = ((claims[last] ?? fromMs) - fromMs) / 1000;
        const allowed = rate.tasks + (rate.tasks * (seconds + statementSeconds)) / rate.seconds;
        if (last - first + 1 > allowed + 1)
          return [
            {
              rule: 'rate-exceeded',
              taskId: null,
              detail: `${name}: ${last - first + 1} claims in ${seconds.toFixed(2)} s`,
            },
          ];
      }
    }
    return [];
  });
}

/** Tokens are counted when a claim's statement begins, attempts when it inserts them. */
const statementSeconds = 0.5;

import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** No accepted task is missing, and a key stands for one task however often it was said. */
export function checkAccepted({ accepted, tasks }: Pick<History, 'accepted' | 'tasks'>): Violation[] {
  const present = new Set(tasks.map(({ id }) => id));
  const idOfKey = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { key, taskId } of accepted) {
    if (!present.has(taskId))
      violations.push({ rule: 'accepted-task-missing', taskId, detail: `${key} was accepted and is not there` });
    const first = idOfKey.get(key) ?? taskId;
    idOfKey.set(key, first);
    if (first !== taskId) violations.push({ rule: 'key-twice', taskId, detail: `${key} is also ${first}` });
  }
  return violations;
}

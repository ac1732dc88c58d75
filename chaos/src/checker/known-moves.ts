import { attemptMoves, taskMoves } from '@raydeck/core';
import type { History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** Each change of a state stands in core's tables, and begins where the one before ended. */
export function checkMoves({ moves, tasks, attempts }: Pick<History, 'moves' | 'tasks' | 'attempts'>): Violation[] {
  const tables: Record<string, Record<string, readonly string[]>> = { task: taskMoves, attempt: attemptMoves };
  const taskOf = new Map(attempts.map(({ id, taskId }) => [id, taskId]));
  const states = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { table, id, from, to } of moves) {
    const taskId = table === 'task' ? id : (taskOf.get(id) ?? null);
    if (!tables[table]?.[from]?.includes(to))
      violations.push({ rule: 'unknown-move', taskId, detail: `${table} ${id}: ${from} → ${to}` });
    const before = states.get(id);
    if (before !== undefined && before !== from)
      violations.push({ rule: 'history-gap', taskId, detail: `${table} ${id} was ${before} and moved from ${from}` });
    states.set(id, to);
  }
  for (const { id, state } of [...tasks, ...attempts]) {
    const last = states.get(id);
    if (last !== undefined && last !== state)
      violations.push({
        rule: 'history-gap',
        taskId: taskOf.get(id) ?? id,
        detail: `${id} moved to ${last} and is ${state}`,
      });
  }
  return violations;
}

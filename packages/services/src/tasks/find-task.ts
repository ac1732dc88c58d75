import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parameter, reachConditions } from '../reading/reach.ts';
import { isUuid } from '../reading/uuid.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { whereAll } from './task-conditions.ts';

/** What a pasted id names: a task, or one of its attempts. */
export interface FoundTask {
  taskId: string;
  attemptId: string | null;
}

/** Takes a task id, an attempt id or a Ray submission id (`rd-<installation>-<attempt>`); null when nothing has it. */
export async function findTask(context: Context, text: string): Promise<FoundTask | null> {
  authorize(context, 'task.read');
  const id = text.trim().replace(/^rd-[a-z0-9]+-/, '');
  if (!isUuid(id)) return null;
  const values: unknown[] = [];
  const isIt = parameter(values, id);
  const reach = reachConditions(context.principal, values);
  const [found] = await boundedRead(context.db, (query) =>
    query<{ taskId: string; attemptId: string | null }>(
      `SELECT t.id AS "taskId", NULL::uuid AS "attemptId" FROM raydeck.task AS t ${whereAll([`t.id = ${isIt}::uuid`, ...reach])}
      UNION ALL
      SELECT t.id, a.id FROM raydeck.attempt AS a JOIN raydeck.task AS t ON t.id = a.task_id
        ${whereAll([`a.id = ${isIt}::uuid`, ...reach])}`,
      values,
    ),
  );
  return found ?? null;
}

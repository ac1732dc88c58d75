import type { TaskFilter, TaskSummary } from '@raydeck/client';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { table, terminalWidth } from '../client/table.ts';
import { TASK_HEADINGS, taskRow } from '../client/task-rows.ts';

const ListFlags = z.object({
  state: z.string().optional(),
  queue: z.string().optional(),
  callable: z.string().optional(),
  tag: z.string().optional(),
  errorClass: z.string().optional(),
  since: z.number().optional(),
  limit: z.number(),
  json: z.boolean().default(false),
});

/** A page of the API holds no more. */
const pageLimit = 200;

/** `raydeck task list`: as many tasks as asked for, newest first. */
export async function taskList({ client, signal }: ClientCommand, rawFlags: unknown): Promise<void> {
  const { limit, since, state, json, ...words } = ListFlags.parse(rawFlags);
  const filter = {
    ...given(words),
    ...(state !== undefined && { state: stateOf(state) }),
    ...(since !== undefined && { createdAfter: new Date(Date.now() - since) }),
    limit: Math.min(limit, pageLimit),
  };
  const items: TaskSummary[] = [];
  for await (const task of client.list(filter, { signal })) {
    items.push(task);
    if (items.length === limit) break;
  }
  if (json) return console.log(jsonLine({ items }));
  if (items.length === 0) return console.error('No task is like that.');
  console.log(table(TASK_HEADINGS, items.map(taskRow), terminalWidth()));
}

/** The server knows the states, and says which there are. */
function stateOf(text: string): NonNullable<TaskFilter['state']> {
  return text.toUpperCase() as NonNullable<TaskFilter['state']>;
}

type Words = Record<'queue' | 'callable' | 'tag' | 'errorClass', string | undefined>;

function given({ queue, callable, tag, errorClass }: { [Name in keyof Words]?: Words[Name] }): TaskFilter {
  return {
    ...(queue !== undefined && { queue }),
    ...(callable !== undefined && { callable }),
    ...(tag !== undefined && { tag }),
    ...(errorClass !== undefined && { errorClass }),
  };
}

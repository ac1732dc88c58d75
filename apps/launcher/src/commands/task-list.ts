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
  runner: z.string().optional(),
  profile: z.string().optional(),
  errorClass: z.string().optional(),
  attemptState: z.string().optional(),
  rayJob: z.string().optional(),
  node: z.string().optional(),
  createdBy: z.string().optional(),
  since: z.date().optional(),
  until: z.date().optional(),
  limit: z.number(),
  json: z.boolean().default(false),
});

/** A page of the API holds no more. */
const pageLimit = 200;

/** `raydeck task list`: as many tasks as asked for, newest first. */
export async function taskList({ client, signal }: ClientCommand, rawFlags: unknown): Promise<void> {
  const { limit, since, until, json, ...words } = ListFlags.parse(rawFlags);
  const filter = unchecked({ ...words, createdAfter: since, createdBefore: until });
  const found: TaskSummary[] = [];
  // One more, to know whether there are more.
  for await (const task of client.list({ ...filter, limit: Math.min(limit + 1, pageLimit) }, { signal })) {
    if (found.push(task) > limit) break;
  }
  const items = found.slice(0, limit);
  const hasMore = found.length > limit;
  if (json) return console.log(jsonLine({ items, hasMore }));
  const width = terminalWidth();
  const rows = items.map((task) => taskRow(task, width !== undefined));
  if (items.length > 0) console.log(table(TASK_HEADINGS, rows, width));
  if (hasMore) console.error(`There are more than ${limit}: raise --limit.`);
  if (items.length === 0) console.error('No task matches.');
}

/** The server knows the states and runners, and says which there are; what is undefined is not asked for. */
function unchecked(filter: object): TaskFilter {
  return filter;
}

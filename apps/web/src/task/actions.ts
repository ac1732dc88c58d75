'use server';

import { editTask, getHistory, retryWithChanges, runTaskNow } from '@raydeck/services';
import { z } from 'zod';
import { serverAction } from '../server/action.ts';
import { longestListQuery } from '../tasks/task-href.ts';
import { readNeighbours } from './neighbours/read-neighbours.ts';

const Target = z.object({ id: z.guid(), reason: z.string().trim().max(500) });
const priority = z.number().int().min(-100).max(100);

export const runTaskNowAction = serverAction({
  input: Target,
  permission: 'task.edit',
  run: (context, { id, reason }) => runTaskNow(context, { id, reason: reason || undefined }),
});

export const changePriorityAction = serverAction({
  input: Target.extend({ priority }),
  permission: 'task.edit',
  run: (context, { reason, ...edit }) => editTask(context, { ...edit, reason: reason || undefined }),
});

/** Arguments travel as the text that was typed: digits and the order of keys survive. */
export const retryWithChangesAction = serverAction({
  input: Target.extend({
    changes: z.strictObject({
      args: z.string().exactOptional(),
      kwargs: z.string().exactOptional(),
      queue: z.string().min(1).exactOptional(),
      priority: priority.exactOptional(),
    }),
  }),
  permission: 'task.retry',
  run: (context, { id, reason, changes }) => retryWithChanges(context, { id, changes, reason: reason || undefined }),
});

/** Asked for by the page once it stands: no index serves it, and nobody shall wait for it. */
export const getHistoryAction = serverAction({
  input: z.object({ callable: z.string().min(1).max(256) }),
  permission: 'task.read',
  run: (context, { callable }) => getHistory(context, callable),
});

/** Asked for by the page once it stands, as the history is: a filter without an index may take its time. */
export const getNeighboursAction = serverAction({
  input: z.object({ id: z.guid(), list: z.string().max(longestListQuery) }),
  permission: 'task.read',
  run: readNeighbours,
});

'use server';

import { isolations, qualifiers, RaydeckError, runnerNames } from '@raydeck/core';
import {
  cancelTask,
  enqueueTasks,
  findTask,
  getTask,
  pinTask,
  retryTask,
  suggestValues,
  TaskPin,
} from '@raydeck/services';
import { z } from 'zod';
import { serverAction } from '../server/action.ts';
import { shareRead } from '../server/share-read.ts';

const Target = z.object({ id: z.guid(), reason: z.string().trim().max(500) });

export const cancelTaskAction = serverAction({
  input: Target,
  permission: 'task.cancel',
  run: (context, { id, reason }) => cancelTask(context, { id, reason: reason || undefined }),
});

export const retryTaskAction = serverAction({
  input: Target,
  permission: 'task.retry',
  run: (context, { id, reason }) => retryTask(context, { id, reason: reason || undefined }),
});

export const peekTaskAction = serverAction({
  input: z.object({ id: z.guid() }),
  permission: 'task.read',
  run: (context, { id }) => getTask(context, id),
});

export const suggestValuesAction = serverAction({
  input: z.object({ qualifier: z.enum(qualifiers) }),
  permission: 'task.read',
  run: (context, { qualifier }) => shareRead(`values ${qualifier}`, 10_000, () => suggestValues(context, qualifier)),
});

export const pinTaskAction = serverAction({ input: TaskPin, permission: 'task.pin', run: pinTask });

export const findTaskAction = serverAction({
  input: z.object({ text: z.string().trim().min(1).max(200) }),
  permission: 'task.read',
  run: async (context, { text }) => {
    const found = await findTask(context, text);
    if (!found) throw new RaydeckError('NOT_FOUND', 'No task, attempt or Ray submission has this id.');
    return found;
  },
});

export const enqueueTaskAction = serverAction({
  input: z.object({
    callable: z.string().trim().min(1, 'Name the function to call.'),
    args: z.string(),
    kwargs: z.string(),
    queue: z.string().min(1),
    priority: z.number().int().min(-100).max(100),
    runAt: z.iso.datetime().optional(),
    runner: z.enum(runnerNames).optional(),
    maxAttempts: z.number().int().min(1).max(100).optional(),
    timeoutSeconds: z.number().int().min(1).optional(),
    profile: z.string().optional(),
    concurrencyKey: z.string().max(200).optional(),
    tags: z.array(z.string().min(1).max(100)).max(50),
    resources: z
      .object({
        numCpus: z.number().min(0).optional(),
        numGpus: z.number().min(0).optional(),
        memoryBytes: z.number().min(0).optional(),
        isolation: z.enum(isolations).optional(),
      })
      .optional(),
  }),
  permission: 'task.enqueue',
  run: async (context, task) => {
    const [enqueued] = await enqueueTasks(context, [task]);
    if (!enqueued) throw new RaydeckError('INTERNAL', 'The task was enqueued without an id.');
    return enqueued;
  },
});

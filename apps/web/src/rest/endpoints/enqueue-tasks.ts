import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { enqueueTraced } from '../enqueue-traced.ts';
import { rawElements, rawMembers } from '../raw-members.ts';
import { invalidRequest } from '../request-error.ts';
import { BatchBody } from '../resources/task-body.ts';

const Enqueued = z.strictObject({ items: z.array(z.strictObject({ id: z.guid(), replayed: z.boolean() })) });

export const enqueueTasks = endpoint({
  method: 'POST',
  path: '/tasks/batch',
  operationId: 'enqueueTasks',
  summary: 'Enqueue 1 to 1,000 tasks, all or none',
  description:
    'Answers in the order of the request. Each task carries its own idempotencyKey; the header Idempotency-Key is refused.',
  action: 'task.enqueue',
  body: BatchBody,
  answers: {
    201: { description: 'Enqueued, at least one of them now', schema: Enqueued },
    200: { description: 'The idempotency keys of all had been used with these tasks', schema: Enqueued },
  },
  problems: [404, 409],
  run: async (context, { body, rawBody, headers }) => {
    if (headers.has('idempotency-key')) {
      throw invalidRequest([{ path: 'Idempotency-Key', problem: 'is for single tasks: give each its idempotencyKey' }]);
    }
    const texts = rawElements(rawBody.get('tasks') ?? '[]').map((text, at) => rawMembers(text, `tasks[${at}].`));
    const tasks = body.tasks.map((task, at) => ({
      ...task,
      args: texts[at]?.get('args'),
      kwargs: texts[at]?.get('kwargs'),
    }));
    const items = await enqueueTraced(context, headers, tasks);
    return { status: items.every(({ replayed }) => replayed) ? 200 : 201, body: { items } };
  },
});

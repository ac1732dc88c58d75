import { testProfile as enqueueTest } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { refusalUnder } from '../refusal-under.ts';
import { nameParameters } from '../resources/queue.ts';

export const testProfile = endpoint({
  method: 'POST',
  path: '/profiles/{name}/test',
  operationId: 'testProfile',
  summary: 'Try a profile out',
  description:
    'Enqueues a task that does nothing but say what it finds. Follow it; the log of its attempt shows the set-up while it lasts, ' +
    'then what the task finds. Runs on the named queue, else on the first that uses the profile, else on "default".',
  action: 'profile.write',
  params: nameParameters,
  body: z.strictObject({ queue: z.string().min(1).max(100).optional() }).meta({ id: 'ProfileTest' }),
  isBodyOptional: true,
  answers: {
    202: {
      description: 'Enqueued',
      schema: z.strictObject({ taskId: z.guid() }),
      headers: z.object({ location: z.string() }),
    },
  },
  problems: [404],
  run: async (context, { params: { name }, body: { queue } }) => {
    const { taskId } = await enqueueTest(context, { name, queue }).catch(refusalUnder());
    return { status: 202, body: { taskId }, headers: { location: `/api/v1/tasks/${taskId}` } };
  },
});

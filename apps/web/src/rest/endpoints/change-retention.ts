import { changeRetention as change, getRetention } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Retention, RetentionBody } from '../resources/retention.ts';

export const changeRetention = endpoint({
  method: 'PATCH',
  path: '/retention',
  operationId: 'changeRetention',
  summary: 'Change how long finished tasks and the audit log are kept',
  description: 'Holds for queues that say nothing themselves, from the next run on. What is left out stays as it is.',
  action: 'retention.write',
  body: RetentionBody,
  answers: { 200: { description: 'Changed', schema: Retention } },
  run: async (context, { body }) => {
    await change(context, body);
    return { status: 200, body: await getRetention(context) };
  },
});

import { changeQueue as change, readQueue } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { conditionHeaders, etagHeaders, etagOf, expectedOf } from '../resources/etag.ts';
import { nameParameters, Queue, QueueBody } from '../resources/queue.ts';

export const changeQueue = endpoint({
  method: 'PATCH',
  path: '/queues/{name}',
  operationId: 'changeQueue',
  summary: 'Change some settings of a queue',
  action: 'queue.write',
  params: nameParameters,
  body: QueueBody,
  headers: conditionHeaders.pick({ 'if-match': true }),
  answers: { 200: { description: 'Changed', schema: Queue, headers: etagHeaders } },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason, ...settings }, headers }) => {
    const expected = expectedOf(headers);
    const updatedAt = typeof expected === 'object' ? expected.updatedAt : undefined;
    await change(context, { name, change: settings, reason, updatedAt });
    const queue = await readQueue(context, name);
    return { status: 200, body: queue, headers: etagOf(queue) };
  },
});

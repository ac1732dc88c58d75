import { RaydeckError } from '@raydeck/core';
import type { NewTask } from '@raydeck/services';
import { z } from 'zod';
import { endpoint, type RestContext } from '../endpoint.ts';
import { enqueueTraced } from '../enqueue-traced.ts';
import { refusalUnder } from '../refusal-under.ts';
import { invalidRequest } from '../request-error.ts';
import { TaskBody } from '../resources/task-body.ts';

export const enqueueTask = endpoint({
  method: 'POST',
  path: '/tasks',
  operationId: 'enqueueTask',
  summary: 'Enqueue a task',
  description:
    'With an idempotency key, the same request again within 24 hours answers 200 with the first task, and another request 409. ' +
    'Keys are the caller’s own.',
  action: 'task.enqueue',
  body: TaskBody,
  headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional() }),
  answers: {
    201: { description: 'Enqueued', schema: enqueued(), headers: z.object({ location: z.string() }) },
    200: { description: 'The idempotency key had been used with this request', schema: enqueued() },
  },
  problems: [404, 409],
  run: async (context, { body, rawBody, headers }) => {
    const idempotencyKey = keyOf(headers.get('idempotency-key'), body.idempotencyKey);
    const { id, replayed } = await enqueueOne(context, headers, {
      ...body,
      args: rawBody.get('args'),
      kwargs: rawBody.get('kwargs'),
      idempotencyKey,
    });
    return { status: replayed ? 200 : 201, body: { id, replayed }, headers: { location: `/api/v1/tasks/${id}` } };
  },
});

function enqueued() {
  return z.strictObject({ id: z.guid(), replayed: z.boolean() });
}

function keyOf(header: string | null, field: string | undefined): string | undefined {
  if (header === null) return field;
  if (header.length < 1 || header.length > 255) {
    throw invalidRequest([{ path: 'Idempotency-Key', problem: 'must have 1 to 255 characters' }]);
  }
  if (field === undefined || field === header) return header;
  throw invalidRequest([{ path: 'idempotencyKey', problem: 'differs from the header Idempotency-Key' }]);
}

async function enqueueOne(context: RestContext, headers: Headers, task: NewTask) {
  const [enqueuedTask] = await enqueueTraced(context, headers, [task]).catch(refusalUnder());
  if (!enqueuedTask) throw new RaydeckError('INTERNAL', 'The door answers once for each task.');
  return enqueuedTask;
}

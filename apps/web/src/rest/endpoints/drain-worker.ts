import { drainWorker as drain } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { WorkerDrainBody } from '../resources/operations.ts';
import { idParameters } from '../resources/parameters.ts';

export const drainWorker = endpoint({
  method: 'POST',
  path: '/workers/{id}/drain',
  operationId: 'drainWorker',
  summary: 'Let a worker take nothing new',
  description: 'What it holds goes on. Lasts until it is resumed, or as long as its process.',
  action: 'worker.drain',
  params: idParameters,
  body: WorkerDrainBody,
  answers: { 204: { description: 'It takes nothing new' } },
  problems: [404, 409],
  run: async (context, { params: { id }, body }) => {
    await drain(context, { id, ...body });
    return { status: 204 };
  },
});

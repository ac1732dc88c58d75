import { resumeWorker as resume } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { WorkerResumeBody } from '../resources/operations.ts';
import { idParameters } from '../resources/parameters.ts';

export const resumeWorker = endpoint({
  method: 'POST',
  path: '/workers/{id}/resume',
  operationId: 'resumeWorker',
  summary: 'Let a drained worker have tasks again',
  action: 'worker.drain',
  params: idParameters,
  body: WorkerResumeBody,
  isBodyOptional: true,
  answers: { 204: { description: 'It claims again' } },
  problems: [404, 409],
  run: async (context, { params: { id }, body }) => {
    await resume(context, { id, ...body });
    return { status: 204 };
  },
});

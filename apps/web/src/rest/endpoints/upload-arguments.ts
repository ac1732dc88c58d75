import { argumentsLimitBytes, uploadArguments as upload } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

const Uploaded = z
  .strictObject({
    id: z.guid().meta({ description: 'For argumentsUpload of one or several new tasks, within 24 hours.' }),
    sizeBytes: z.int(),
    sha256: z.string(),
  })
  .meta({ id: 'Upload' });

export const uploadArguments = endpoint({
  method: 'POST',
  path: '/uploads',
  operationId: 'uploadArguments',
  summary: 'Store large arguments of tasks to be enqueued',
  description:
    'The body is {"args": […], "kwargs": {…}}, stored as it comes and not looked into: what is no such JSON fails the task with ' +
    'InvalidArguments. Only its uploader may enqueue with it. Arguments of up to 10 MiB can go with the task itself.',
  action: 'task.enqueue',
  upload: { mediaType: 'application/json', limitBytes: argumentsLimitBytes, isStream: true },
  answers: { 201: { description: 'Stored', schema: Uploaded } },
  run: async (context, { stream }) => ({ status: 201, body: await upload(context, stream) }),
});

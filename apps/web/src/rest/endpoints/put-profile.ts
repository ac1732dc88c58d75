import { putProfile as put } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { ProfileBody, ProfileWritten } from '../resources/profile.ts';
import { nameParameters } from '../resources/queue.ts';

export const putProfile = endpoint({
  method: 'PUT',
  path: '/profiles/{name}',
  operationId: 'putProfile',
  summary: 'Make a profile so',
  description:
    'What differs from the current version makes a new one; tasks that are claimed from then on run with it. Secrets are kept ' +
    'encrypted and reach the execution by the start gate, never by Ray.',
  action: 'profile.write',
  params: nameParameters,
  body: ProfileBody,
  answers: {
    201: { description: 'A new version', schema: ProfileWritten },
    200: { description: 'Nothing differs', schema: ProfileWritten },
  },
  problems: [409],
  run: async (context, { params: { name }, body: { reason, ...settings } }) => {
    const written = await put(context, { name, settings, reason });
    return { status: written.isNew ? 201 : 200, body: written };
  },
});

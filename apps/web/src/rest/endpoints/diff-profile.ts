import { diffProfileVersions } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { integerParameter } from '../resources/parameters.ts';
import { ProfileDiff } from '../resources/profile.ts';
import { nameParameters } from '../resources/queue.ts';

export const diffProfile = endpoint({
  method: 'GET',
  path: '/profiles/{name}/diff',
  operationId: 'diffProfile',
  summary: 'What differs between two versions of a profile',
  action: 'profile.read',
  params: nameParameters,
  query: z.strictObject({ from: integerParameter(1, 999_999), to: integerParameter(1, 999_999) }),
  answers: { 200: { description: 'The differences, by path', schema: ProfileDiff } },
  problems: [404],
  run: async (context, { params: { name }, query }) => ({
    status: 200,
    body: await diffProfileVersions(context, { name, ...query }),
  }),
});

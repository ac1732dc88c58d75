import { getProfileVersion as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Profile, versionParameters } from '../resources/profile.ts';

export const getProfileVersion = endpoint({
  method: 'GET',
  path: '/profiles/{name}/versions/{version}',
  operationId: 'getProfileVersion',
  summary: 'One version of a profile',
  description: 'A version never changes.',
  action: 'profile.read',
  params: versionParameters,
  answers: { 200: { description: 'The version', schema: Profile } },
  problems: [404],
  run: async (context, { params }) => ({ status: 200, body: await get(context, params) }),
});

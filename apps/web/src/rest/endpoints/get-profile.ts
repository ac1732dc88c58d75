import { getProfile as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { ProfileHistory } from '../resources/profile.ts';
import { nameParameters } from '../resources/queue.ts';

export const getProfile = endpoint({
  method: 'GET',
  path: '/profiles/{name}',
  operationId: 'getProfile',
  summary: 'A profile with its history',
  action: 'profile.read',
  params: nameParameters,
  answers: { 200: { description: 'The profile', schema: ProfileHistory } },
  problems: [404],
  run: async (context, { params: { name } }) => ({ status: 200, body: await get(context, name) }),
});

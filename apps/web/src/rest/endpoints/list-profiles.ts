import { listProfiles as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../resources/operations.ts';
import { Profile } from '../resources/profile.ts';

export const listProfiles = endpoint({
  method: 'GET',
  path: '/profiles',
  operationId: 'listProfiles',
  summary: 'Profiles, each in its current version',
  action: 'profile.read',
  answers: { 200: { description: 'By name, a thousand at most', schema: listOf(Profile) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});

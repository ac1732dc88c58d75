import { getUser as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { User } from '../resources/administration.ts';
import { idParameters } from '../resources/parameters.ts';

export const getUser = endpoint({
  method: 'GET',
  path: '/users/{id}',
  operationId: 'getUser',
  summary: 'A person',
  action: 'user.read',
  params: idParameters,
  answers: { 200: { description: 'The person', schema: User } },
  problems: [404],
  run: async (context, { params: { id } }) => ({ status: 200, body: await get(context, id) }),
});

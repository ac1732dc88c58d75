import { listUsers as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { User } from '../resources/administration.ts';
import { listOf } from '../resources/operations.ts';

export const listUsers = endpoint({
  method: 'GET',
  path: '/users',
  operationId: 'listUsers',
  summary: 'Everybody who has or had an account',
  action: 'user.read',
  answers: { 200: { description: 'By e-mail, at most 1,000', schema: listOf(User) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});

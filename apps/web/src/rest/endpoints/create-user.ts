import { createUser as create } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NewUserBody, User } from '../resources/administration.ts';

export const createUser = endpoint({
  method: 'POST',
  path: '/users',
  operationId: 'createUser',
  summary: 'Let a person in',
  action: 'user.write',
  body: NewUserBody,
  answers: { 201: { description: 'May sign in', schema: User, headers: z.object({ location: z.string() }) } },
  problems: [409],
  run: async (context, { body: { canViewPayload = false, ...rest } }) => {
    const user = await create(context, { ...rest, canViewPayload });
    return { status: 201, body: user, headers: { location: `/api/v1/users/${user.id}` } };
  },
});

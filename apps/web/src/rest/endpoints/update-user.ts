import { updateUser as update } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { User, UserBody } from '../resources/administration.ts';
import { idParameters } from '../resources/parameters.ts';

export const updateUser = endpoint({
  method: 'PATCH',
  path: '/users/{id}',
  operationId: 'updateUser',
  summary: 'Change a person’s name, role, payload permission or status',
  description: 'Open sessions end. The last administrator stays one.',
  action: 'user.write',
  params: idParameters,
  body: UserBody,
  answers: { 200: { description: 'Changed', schema: User } },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { isDisabled, ...rest } }) => ({
    status: 200,
    body: await update(context, { id, ...rest, disabled: isDisabled }),
  }),
});

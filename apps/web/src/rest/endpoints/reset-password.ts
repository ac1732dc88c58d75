import { resetPassword as reset } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { PasswordBody } from '../resources/administration.ts';
import { idParameters } from '../resources/parameters.ts';

export const resetPassword = endpoint({
  method: 'POST',
  path: '/users/{id}/reset-password',
  operationId: 'resetPassword',
  summary: 'Give somebody else a new password',
  description: 'Open sessions end. One’s own is changed in the console, with the current one.',
  action: 'user.write',
  params: idParameters,
  body: PasswordBody,
  answers: { 204: { description: 'Reset' } },
  problems: [404],
  run: async (context, { params: { id }, body: { password, reason } }) => {
    await reset(context, { id, password, reason });
    return { status: 204 };
  },
});

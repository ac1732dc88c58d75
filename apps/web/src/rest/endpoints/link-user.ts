import { makeUserLink } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { UserLinkResource } from '../resources/administration.ts';
import { idParameters } from '../resources/parameters.ts';
import { ReasonBody } from '../resources/task-body.ts';
import { linkResource } from '../resources/user-link.ts';

export const linkUser = endpoint({
  method: 'POST',
  path: '/users/{id}/link',
  operationId: 'linkUser',
  summary: 'Make a link by which somebody sets a new password',
  description: 'The link works once, for a day. The password of now holds until then; earlier links end.',
  action: 'user.write',
  params: idParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 201: { description: 'The link', schema: UserLinkResource } },
  problems: [404, 409],
  run: async (context, { params: { id }, body }) => ({
    status: 201,
    body: linkResource(await makeUserLink(context, { id, ...body })),
  }),
});

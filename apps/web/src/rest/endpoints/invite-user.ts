import { inviteUser as invite } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { InvitationBody, InvitedUser } from '../resources/administration.ts';
import { linkResource } from '../resources/user-link.ts';

export const inviteUser = endpoint({
  method: 'POST',
  path: '/users/invite',
  operationId: 'inviteUser',
  summary: 'Make an account that its owner opens by a link',
  description: 'The link works once, for a week. Nobody but this answer knows it.',
  action: 'user.write',
  body: InvitationBody,
  answers: { 201: { description: 'Invited', schema: InvitedUser, headers: z.object({ location: z.string() }) } },
  problems: [409],
  run: async (context, { body }) => {
    const { user, link } = await invite(context, body);
    return { status: 201, body: { user, link: linkResource(link) }, headers: { location: `/api/v1/users/${user.id}` } };
  },
});

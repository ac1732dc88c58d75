'use server';

import {
  createUser,
  Invitation,
  inviteUser,
  makeUserLink,
  NewUser,
  PasswordReset,
  resetPassword,
  updateUser,
  UserChange,
  UserLinkRequest,
} from '@raydeck/services';
import { serverAction } from '../server/action.ts';
import { rememberedSessions } from '../server/remembered-sessions.ts';

// What comes back is what the toast says, no more.
export const createUserAction = serverAction({
  input: NewUser,
  permission: 'user.write',
  run: async (context, input) => ({ email: (await createUser(context, input)).email }),
});

export const updateUserAction = serverAction({
  input: UserChange,
  permission: 'user.write',
  run: async (context, input) => {
    const { email } = await updateUser(context, input);
    rememberedSessions().forget();
    return { email };
  },
});

export const resetPasswordAction = serverAction({
  input: PasswordReset,
  permission: 'user.write',
  run: async (context, input) => {
    await resetPassword(context, input);
    rememberedSessions().forget();
  },
});

export const inviteUserAction = serverAction({
  input: Invitation,
  permission: 'user.write',
  run: async (context, input) => (await inviteUser(context, input)).link.token,
});

export const makeUserLinkAction = serverAction({
  input: UserLinkRequest,
  permission: 'user.write',
  run: async (context, input) => (await makeUserLink(context, input)).token,
});

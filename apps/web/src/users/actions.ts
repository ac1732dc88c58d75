'use server';

import { createUser, NewUser, PasswordReset, resetPassword, updateUser, UserChange } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

// What comes back is what the toast says, no more.
export const createUserAction = serverAction({
  input: NewUser,
  permission: 'user.write',
  run: async (context, input) => ({ email: (await createUser(context, input)).email }),
});

export const updateUserAction = serverAction({
  input: UserChange,
  permission: 'user.write',
  run: async (context, input) => ({ email: (await updateUser(context, input)).email }),
});

export const resetPasswordAction = serverAction({
  input: PasswordReset,
  permission: 'user.write',
  run: resetPassword,
});

'use server';

import { changeOwnPassword, OwnPasswordChange } from '@raydeck/services';
import { serverAction } from '../server/action.ts';
import { rememberedSessions } from '../server/remembered-sessions.ts';

export const changePasswordAction = serverAction({
  input: OwnPasswordChange,
  permission: null,
  run: async (context, input) => {
    await changeOwnPassword(context, input);
    rememberedSessions().forget();
  },
});

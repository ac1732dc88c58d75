'use server';

import { changeOwnPassword, OwnPasswordChange } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const changePasswordAction = serverAction({
  input: OwnPasswordChange,
  permission: null,
  run: changeOwnPassword,
});

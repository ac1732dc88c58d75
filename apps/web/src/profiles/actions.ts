'use server';

import { ProfilePut, ProfileTest, putProfile, testProfile } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const putProfileAction = serverAction({ input: ProfilePut, permission: 'profile.write', run: putProfile });

export const testProfileAction = serverAction({ input: ProfileTest, permission: 'profile.write', run: testProfile });

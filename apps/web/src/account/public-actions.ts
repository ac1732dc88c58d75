'use server';

import { findLink, LinkRedemption, redeemLink } from '@raydeck/services';
import { publicAction } from '../server/action.ts';

export const findLinkAction = publicAction({
  input: LinkRedemption.pick({ token: true }),
  run: (db, { token }) => findLink(db, token),
});

export const redeemLinkAction = publicAction({ input: LinkRedemption, run: redeemLink });

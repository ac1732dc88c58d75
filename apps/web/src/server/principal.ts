import type { Principal } from '@raydeck/core';
import { findSessionPrincipal } from '@raydeck/services';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { readSession } from './auth.ts';
import { container } from './container.ts';
import { rememberedSessions } from './remembered-sessions.ts';

export type UserPrincipal = Extract<Principal, { kind: 'user' }>;

/** The person of this request as the database knows them now; null when signed out, disabled or changed since. */
export const currentPrincipal = cache(async (): Promise<UserPrincipal | null> => {
  const signedIn = await readSession();
  if (!signedIn) return null;
  return findSessionPrincipal(container().db, signedIn);
});

/** The same as it was some seconds ago at most: for what an open page asks again and again. */
export async function rememberedPrincipal(): Promise<UserPrincipal | null> {
  const signedIn = await readSession();
  return signedIn && rememberedSessions().find(signedIn);
}

/** For pages: the person, or the way to the sign-in page and back. */
export async function requirePrincipal(): Promise<UserPrincipal> {
  const principal = await currentPrincipal();
  if (principal) return principal;
  const path = (await headers()).get('x-raydeck-path') ?? '/';
  redirect(`/sign-in?from=${encodeURIComponent(path)}`);
}

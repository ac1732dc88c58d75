import { may } from '@raydeck/core';
import type { Context } from '../context.ts';
import { isWhole } from '../authorize-whole.ts';

/** Whoever writes profiles for everybody may name any of them; all others those of the queue. */
export function mayNameAnyProfile({ principal }: Context): boolean {
  return may(principal, 'profile.write') && isWhole(principal);
}

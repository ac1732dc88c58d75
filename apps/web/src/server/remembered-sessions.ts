import { findSessionPrincipals, type SignedIn } from '@raydeck/services';
import { container } from './container.ts';
import type { UserPrincipal } from './principal.ts';
import { SessionMemory } from './session-memory.ts';

type Sessions = SessionMemory<SignedIn, UserPrincipal | null>;

/** The bundler may load this module once for each kind of entry. */
const kept: { raydeckSessions?: Sessions } & typeof globalThis = globalThis;

/** How old an answer may be. Streams look every 20 seconds: together a change acts within 30. */
const maxAgeMs = 10_000;

/** Sessions as open pages ask for them again and again. Whoever opens a page or acts is looked up by themselves. */
export function rememberedSessions(): Sessions {
  kept.raydeckSessions ??= new SessionMemory({
    keyOf: ({ userId, epoch }) => `${userId} ${epoch}`,
    read: (sessions) => findSessionPrincipals(container().db, sessions),
    maxAgeMs,
    idleMs: 60_000,
  });
  return kept.raydeckSessions;
}

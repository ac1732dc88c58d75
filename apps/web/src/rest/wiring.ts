import { findSessionPrincipal, verifyApiKey } from '@raydeck/services';
import { readSession } from '../server/auth.ts';
import { container, contextOf } from '../server/container.ts';
import { isSameOrigin } from '../server/same-origin.ts';
import type { Wiring } from './handler.ts';
import { type KeyMemory, keyMemory } from './key-memory.ts';

/** As in `container.ts`: routes may each have this module of their own, and what one forgets all forget. */
const shared: { raydeckKeys?: KeyMemory } & typeof globalThis = globalThis;
shared.raydeckKeys ??= keyMemory((text) => verifyApiKey(container().db, text));
const keys = shared.raydeckKeys;

/** The API served from the web process's own container. */
export const restWiring: Wiring = {
  verifyKey: keys.verify,
  keysChanged: keys.forget,
  findSession: async () => {
    const signedIn = await readSession();
    return signedIn && (() => findSessionPrincipal(container().db, signedIn));
  },
  isSameOrigin,
  contextOf: (principal) => ({
    ...contextOf(principal),
    changes: container().changes,
    tracing: () => container().tracing,
  }),
};

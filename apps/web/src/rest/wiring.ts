import { findSessionPrincipal, verifyApiKey } from '@raydeck/services';
import { readSession } from '../server/auth.ts';
import { container, contextOf } from '../server/container.ts';
import { isSameOrigin } from '../server/same-origin.ts';
import type { Wiring } from './handler.ts';

/** The API served from the web process's own container. */
export const restWiring: Wiring = {
  verifyKey: (text) => verifyApiKey(container().db, text),
  findSession: async () => {
    const signedIn = await readSession();
    return signedIn && (() => findSessionPrincipal(container().db, signedIn));
  },
  isSameOrigin,
  contextOf: (principal) => ({ ...contextOf(principal), changes: container().changes }),
};

import { verifyApiKey } from '@raydeck/services';
import { container, contextOf } from '../server/container.ts';
import { currentPrincipal } from '../server/principal.ts';
import { isSameOrigin } from '../server/same-origin.ts';
import type { Wiring } from './handler.ts';

/** The API served from the web process's own container. */
export const restWiring: Wiring = {
  verifyKey: (text) => verifyApiKey(container().db, text),
  sessionPrincipal: currentPrincipal,
  isSameOrigin,
  contextOf,
};

import type { Principal } from '@raydeck/core';
import { systemActor } from './audit.ts';

/** Who acts when an installation is set up, by `./raydeck` or by a container: nobody is signed in then. */
export const systemPrincipal: Principal = {
  kind: 'key',
  id: systemActor,
  keyId: '',
  name: 'launcher',
  scopes: ['admin'],
  queues: [],
  callables: [],
  ownTasksOnly: false,
  canViewPayload: false,
};

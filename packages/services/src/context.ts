import type { Emit, Principal } from '@raydeck/core';
import type { Database } from '@raydeck/db';

/** What every use case gets: the store, who acts, and whoever wants to know. */
export interface Context {
  db: Database;
  principal: Principal;
  emit: Emit;
}

import type { Emit, Principal } from '@raydeck/core';
import type { Database, Notifier } from '@raydeck/db';

/** What every use case gets: the store, who acts, whom to tell in other processes, and whoever wants to know in this one. */
export interface Context {
  db: Database;
  principal: Principal;
  notifier: Notifier;
  emit: Emit;
}

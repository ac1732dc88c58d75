import type { Emit, Principal } from '@raydeck/core';
import type { Database, Notifier } from '@raydeck/db';
import type { KeyRing } from './secrets/key-ring.ts';

/** What every use case gets: the store, who acts, whom to tell in other processes, and whoever wants to know in this one. */
export interface Context {
  db: Database;
  principal: Principal;
  notifier: Notifier;
  emit: Emit;
  /** Absent without ENCRYPTION_KEYS. */
  keyRing?: KeyRing | undefined;
}

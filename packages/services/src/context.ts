import { type Emit, type Principal, RaydeckError, type RedactionRules, type Storage } from '@raydeck/core';
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
  /** Whether arguments are kept encrypted, where there are keys; a task's result is kept as its arguments are. */
  encryptsPayloads?: boolean | undefined;
  /** What nobody is shown; the defaults when it is absent. */
  redaction?: RedactionRules | undefined;
  /** Absent where nobody reads or writes large payloads and logs. */
  storage?: Storage | undefined;
}

/** By which new payloads are encrypted; undefined where they are kept as they come. */
export function payloadRing({
  keyRing,
  encryptsPayloads = false,
}: Pick<Context, 'keyRing' | 'encryptsPayloads'>): KeyRing | undefined {
  return encryptsPayloads ? keyRing : undefined;
}

/** The context's storage; an assertion. */
export function storageOf({ storage }: Pick<Context, 'storage'>): Storage {
  if (storage) return storage;
  throw new RaydeckError('INTERNAL', 'This process was wired without a storage.');
}

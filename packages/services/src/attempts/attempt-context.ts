import type { Defaults, Emit } from '@raydeck/core';
import type { Database, Notifier } from '@raydeck/db';
import type { ProfileVersions } from '../profiles/profile-versions.ts';
import type { KeyRing } from '../secrets/key-ring.ts';

/** What the verbs on attempts get. No principal: workers act for themselves, executions by ticket and token. */
export interface AttemptContext {
  db: Database;
  notifier: Notifier;
  emit: Emit;
  defaults: Defaults;
  profiles: ProfileVersions;
  /** Undefined without ENCRYPTION_KEYS. */
  keyRing: KeyRing | undefined;
  /** A number in [0, 1) for jitter. */
  random: () => number;
}

import type { Defaults, Emit, Storage } from '@raydeck/core';
import type { Database, Notifier } from '@raydeck/db';
import type { ProfileVersions } from '../profiles/profile-versions.ts';
import type { KeyRing } from '../secrets/key-ring.ts';

/** What an attempt may leave behind. */
export interface AttemptLimits {
  /** A result in the task's row. */
  inlineResultBytes: number;
  /** A result at all. */
  resultBytes: number;
  /** Of the output, uncompressed; 0 keeps none but its end in the attempt's row. */
  logBytes: number;
}

/** What the verbs on attempts get. No principal: workers act for themselves, executions by ticket and token. */
export interface AttemptContext {
  db: Database;
  storage: Storage;
  limits: AttemptLimits;
  notifier: Notifier;
  emit: Emit;
  defaults: Defaults;
  profiles: ProfileVersions;
  /** Undefined without ENCRYPTION_KEYS. */
  keyRing: KeyRing | undefined;
  /** Whether this worker tells a collector of attempts: then user code's spans stand below their executions'. */
  isTracing: boolean;
  /** A number in [0, 1) for jitter. */
  random: () => number;
}

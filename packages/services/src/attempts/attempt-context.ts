import type { Defaults, Emit } from '@raydeck/core';
import type { Database, Notifier } from '@raydeck/db';

/** What the verbs on attempts get. No principal: workers act for themselves, executions by ticket and token. */
export interface AttemptContext {
  db: Database;
  notifier: Notifier;
  emit: Emit;
  defaults: Defaults;
  /** A number in [0, 1) for jitter. */
  random: () => number;
}

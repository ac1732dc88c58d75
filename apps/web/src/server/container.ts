import type { Defaults, Principal } from '@raydeck/core';
import { createDatabase, createNotifier, type Database, type Notifier } from '@raydeck/db';
import type { Context } from '@raydeck/services';
import { logEvents } from '@raydeck/telemetry';
import { ChangeFeed } from './change-feed.ts';
import { env } from './env.ts';
import { log, webLog } from './log.ts';

interface Container {
  db: Database;
  notifier: Notifier;
  changes: ChangeFeed;
}

/** The bundler may load this module once for each kind of entry; the process has one pool and one listener. */
const shared: { raydeckWeb?: Container } & typeof globalThis = globalThis;

/** What the web is wired from; made at first use. */
export function container(): Container {
  shared.raydeckWeb ??= wire();
  return shared.raydeckWeb;
}

/** What every use case gets, for this principal, and the installation's own settings. */
export function contextOf(principal: Principal): Context & { defaults: Defaults } {
  const { db, notifier } = container();
  const { RUNNER, RETRIES, ENCRYPTION_KEYS } = env();
  const defaults = { runner: RUNNER, maxAttempts: RETRIES };
  return { db, notifier, principal, defaults, keyRing: ENCRYPTION_KEYS, emit: logEvents(webLog) };
}

function wire(): Container {
  const { DATABASE_URL } = env();
  const db = createDatabase({
    connectionString: DATABASE_URL,
    applicationName: 'raydeck-web',
    statementTimeoutMs: 8_000,
    onError: (error) => log('warn', 'database.connection_lost', { error: error.message }),
  });
  return { db, notifier: createNotifier(db), changes: new ChangeFeed(DATABASE_URL) };
}

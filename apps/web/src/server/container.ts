import { type Principal, redactionRules, type RedactionRules, type Storage } from '@raydeck/core';
import { createDatabase, createNotifier, type Database, type Notifier } from '@raydeck/db';
import type { Context, InstallationSettings } from '@raydeck/services';
import { createStorage } from '@raydeck/storage';
import { createTracing, logEvents, type Tracing } from '@raydeck/telemetry';
import { ChangeFeed } from './change-feed.ts';
import { env } from './env.ts';
import { log, webLog } from './log.ts';

interface Container {
  db: Database;
  storage: Storage;
  notifier: Notifier;
  changes: ChangeFeed;
  redaction: RedactionRules;
  /** Null without a collector, and for the moment that OpenTelemetry takes to load. */
  tracing: Tracing | null;
}

/** The bundler may load this module once for each kind of entry; the process has one pool and one listener. */
const shared: { raydeckWeb?: Container } & typeof globalThis = globalThis;

/** What the web is wired from; made at first use. */
export function container(): Container {
  shared.raydeckWeb ??= wire();
  return shared.raydeckWeb;
}

/** What every use case gets, for this principal, and the installation's own settings. */
export function contextOf(principal: Principal): Context & InstallationSettings {
  const { db, storage, notifier, redaction } = container();
  const { RUNNER, RETRIES, STUCK_TASK_TIMEOUT_SECONDS: stuckSeconds } = env();
  const { ENCRYPTION_KEYS: keyRing, ENCRYPT_PAYLOADS: encryptsPayloads } = env();
  const defaults = { runner: RUNNER, maxAttempts: RETRIES };
  const emit = logEvents(webLog);
  const payloads = { keyRing, encryptsPayloads, redaction };
  return { db, storage, notifier, principal, defaults, stuckSeconds, ...payloads, emit };
}

function wire(): Container {
  const { DATABASE_URL, REDACT_KEYS, REDACT_PATHS, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env();
  const db = createDatabase({
    connectionString: DATABASE_URL,
    applicationName: 'raydeck-web',
    statementTimeoutMs: 8_000,
    onError: (error) => log('warn', 'database.connection_lost', { error: error.message }),
  });
  const redaction = redactionRules({ keys: REDACT_KEYS, paths: REDACT_PATHS });
  const storage = createStorage(db, env());
  const changes = new ChangeFeed(DATABASE_URL);
  const wired: Container = { db, storage, notifier: createNotifier(db), changes, redaction, tracing: null };
  if (endpoint) {
    const onError = (error: unknown): void => log('warn', 'tracing.failed', { error: String(error) });
    void createTracing({ service: 'raydeck-web', endpoint, onError }).then(
      (tracing) => (wired.tracing = tracing),
      onError,
    );
  }
  return wired;
}

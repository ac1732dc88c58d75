import { createLog } from '@raydeck/telemetry';
import { readMigrateEnv } from './env.ts';
import { prepareInstallation } from './preparation/prepare-installation.ts';

// The one step before web and worker: `node apps/worker/src/migrate.ts`. Safe to repeat.
try {
  const env = readMigrateEnv();
  await prepareInstallation(env, createLog({ part: 'migrate', level: env.LOG_LEVEL }));
  // Prisma's engine leaves a timer of ten seconds behind.
  process.exit(0);
} catch (error) {
  process.stderr.write(`The database could not be prepared: ${reason(error)}\n`);
  process.exit(1);
}

/** A refused connection has no message when the host has several addresses, only a code. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

import { createDatabase } from '@raydeck/db';
import { ensureApiKey, ensureFirstAdministrator } from '@raydeck/services';
import type { Log } from '@raydeck/telemetry';
import type { MigrateEnv } from '../env.ts';

/** The first administrator and the API key, as far as they are given; by the role that web and worker use. */
export async function ensureAccounts(env: MigrateEnv, log: Log): Promise<void> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password, RAYDECK_API_KEY: key } = env;
  const db = createDatabase({
    connectionString: env.DATABASE_URL,
    applicationName: 'raydeck-migrate',
    poolSize: 1,
  });
  try {
    if (email !== undefined && password !== undefined && (await ensureFirstAdministrator(db, { email, password })))
      log.info({ event: 'migrate.administrator_created', email });
    if (key !== undefined && (await ensureApiKey(db, { name: 'environment', text: key })).isRevoked)
      log.warn({ event: 'migrate.api_key_revoked', variable: 'RAYDECK_API_KEY' });
  } finally {
    await db.close();
  }
}

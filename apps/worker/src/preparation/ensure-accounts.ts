import { createDatabase } from '@raydeck/db';
import { ensureApiKey, ensureFirstAdministrator, linkFirstAdministrator } from '@raydeck/services';
import type { Log } from '@raydeck/telemetry';
import type { MigrateEnv } from '../env.ts';

/** The first administrator, or a link to become one, and the API key, as far as they are given; by the role that web and worker use. */
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
    const link = email === undefined || password === undefined ? await linkFirstAdministrator(db) : null;
    // Whoever reads this log becomes the first administrator: nobody else is there to let them in.
    if (link)
      log.warn({
        event: 'migrate.administrator_wanted',
        hint: 'nobody can sign in yet: open this path of the console',
        path: `/welcome#${link.token}`,
        expiresAt: link.expiresAt.toISOString(),
      });
    if (key !== undefined && (await ensureApiKey(db, { name: 'environment', text: key })).isRevoked)
      log.warn({ event: 'migrate.api_key_revoked', variable: 'RAYDECK_API_KEY' });
  } finally {
    await db.close();
  }
}

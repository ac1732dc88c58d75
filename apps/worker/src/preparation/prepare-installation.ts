import { migrate } from '@raydeck/db';
import { admitRole } from '@raydeck/db/provision-database';
import { installJobs } from '@raydeck/jobs';
import type { Log } from '@raydeck/telemetry';
import type { MigrateEnv } from '../env.ts';
import { applyConfigFile } from './apply-config-file.ts';
import { ensureAccounts } from './ensure-accounts.ts';
import { findOwner } from './find-owner.ts';
import { withMigrateLock } from './with-migrate-lock.ts';

/**
 * Brings an installation to this release: roles and database when a superuser is given, migrations, the schema of the
 * background jobs, the rights of the role that web and worker use, the first administrator, the API key, the configuration file. Each step finds out
 * by itself what is left to do, so that it may be repeated, be cut off anywhere, and run twice at once.
 */
export async function prepareInstallation(env: MigrateEnv, log: Log): Promise<void> {
  const { ownerUrl, granterUrl } = await findOwner(env, log);
  await withMigrateLock(ownerUrl, async () => {
    log.info({ event: 'migrate.applied', migrations: await migrate(ownerUrl) });
    await installJobs(ownerUrl);
    await admitRole(granterUrl, env.DATABASE_URL);
    await ensureAccounts(env, log);
    await applyConfigFile(env, log);
  });
  log.info({ event: 'migrate.done' });
}

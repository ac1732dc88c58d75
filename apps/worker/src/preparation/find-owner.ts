import { provisionDatabase } from '@raydeck/db/provision-database';
import type { Log } from '@raydeck/telemetry';
import type { MigrateEnv } from '../env.ts';

export interface Owner {
  /** Runs the migrations. */
  ownerUrl: string;
  /** Gives rights to the role of web and worker. */
  granterUrl: string;
}

/**
 * With a superuser, the roles and the database of DATABASE_URL are made, and an owner who is none. Else the database is
 * somebody's: its owner is given, or one role does it all.
 */
export async function findOwner(env: MigrateEnv, log: Log): Promise<Owner> {
  const { DATABASE_SUPERUSER_URL: superuserUrl, DATABASE_URL: appUrl } = env;
  const ownerUrl = env.DATABASE_OWNER_URL ?? appUrl;
  if (superuserUrl === undefined) return { ownerUrl, granterUrl: ownerUrl };
  const { username, password, pathname } = new URL(appUrl);
  const names = { app: decodeURIComponent(username), database: decodeURIComponent(pathname.slice(1)) };
  const provisioned = await provisionDatabase({ superuserUrl, ...names, appPassword: decodeURIComponent(password) });
  log.info({ event: 'migrate.provisioned', ...names });
  return { ownerUrl: provisioned.ownerUrl, granterUrl: superuserUrl };
}

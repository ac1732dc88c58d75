import { randomBytes } from 'node:crypto';
import { createDatabase, type Database } from '@raydeck/db';
import type { TestDatabase } from './test-database.ts';

/** A connection as somebody else. */
export interface Login extends Database {
  roleName: string;
}

/**
 * Makes a login role, a member of the given one, and connects as it: what the superuser of the tests may do proves nothing
 * of what web, worker and producers may. `close` drops the role.
 */
export async function loginAs(db: TestDatabase, memberOf: string | null): Promise<Login> {
  const roleName = `login_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await db.pool.query(`CREATE ROLE ${roleName} LOGIN PASSWORD '${password}'`);
  if (memberOf) await db.pool.query(`GRANT ${memberOf} TO ${roleName}`);
  const url = new URL(db.url);
  url.username = roleName;
  url.password = password;
  const login = createDatabase({ connectionString: url.href, applicationName: 'raydeck-test', poolSize: 10 });
  return {
    ...login,
    roleName,
    close: async () => {
      await login.close();
      await db.pool.query(`DROP ROLE IF EXISTS ${roleName}`);
    },
  };
}

import { MachineError } from '@raydeck/embedded';
import { withDatabase } from './with-database.ts';

/** In a given database one role does both: it has run the migrations, and web and worker use it too. */
export async function admitGivenRole(url: string): Promise<void> {
  await withDatabase(url, async (db) => {
    const { rows } = await db.pool.query<{ is_member: boolean }>(
      "SELECT pg_has_role(current_user, 'raydeck_app', 'USAGE') AS is_member",
    );
    if (rows[0]?.is_member === true) return;
    await db.pool.query('GRANT raydeck_app TO CURRENT_USER').catch((cause: unknown) => {
      const { username } = new URL(url);
      throw new MachineError(
        `The role ${username} is no member of raydeck_app, which somebody else on this server made.`,
        `Let an administrator of the server run: GRANT raydeck_app TO ${username}`,
        { cause },
      );
    });
  });
}

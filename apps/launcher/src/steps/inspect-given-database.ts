import { MachineError } from '@raydeck/embedded';
import { withDatabase } from './with-database.ts';

/** What in a given database is not Raydeck's; empty when it is all ours or empty. */
export async function findForeignTables(url: string): Promise<string[]> {
  try {
    return await withDatabase(url, async (db) => {
      const { rows } = await db.pool.query<{ name: string }>(FOREIGN_TABLES);
      return rows.map((row) => row.name);
    });
  } catch (cause) {
    const { hostname, port } = new URL(url);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MachineError(
      `The given database at ${hostname}:${port || '5432'} cannot be used: ${reason || 'no answer'}.`,
      'Check the address, the user and the password.',
      { cause },
    );
  }
}

/** Ours are the schemas raydeck, known by its installation table, and pgboss; and Prisma's note of the migrations. */
const FOREIGN_TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
    AND NOT (n.nspname = 'raydeck' AND to_regclass('raydeck.installation') IS NOT NULL)
    AND n.nspname <> 'pgboss'
    AND c.relname <> '_prisma_migrations'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  ORDER BY 1
  LIMIT 5`;

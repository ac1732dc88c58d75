import pg from 'pg';

/** What a database holds, so that two can be compared: rows and a checksum of each table, sequences, rights of the database. */
export interface DatabaseContent {
  tables: Record<string, { rows: number; checksum: string | null }>;
  sequences: Record<string, string | null>;
  owner: string;
  rights: string[];
  /** Roles with their attributes, passwords and memberships, but the superuser; they are the server's. */
  roles: unknown[];
}

export async function readContent(connectionString: string): Promise<DatabaseContent> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows: names } = await client.query<{ name: string }>(`
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`);
    const tables: DatabaseContent['tables'] = {};
    for (const { name } of names) {
      const { rows } = await client.query<{ rows: number; checksum: string | null }>(`
        SELECT count(*)::integer AS rows, md5(string_agg(row_sum, '' ORDER BY row_sum)) AS checksum
        FROM (SELECT md5(t::text) AS row_sum FROM ${name} AS t) AS sums`);
      if (rows[0]) tables[name] = rows[0];
    }
    const sequences = await client.query<{ name: string; value: string | null }>(`
      SELECT schemaname || '.' || sequencename AS name, last_value AS value FROM pg_sequences ORDER BY 1`);
    const database = await client.query<{ owner: string; rights: string[] }>(`
      SELECT pg_get_userbyid(datdba) AS owner, datacl::text[] AS rights FROM pg_database WHERE datname = current_database()`);
    const roles = await client.query(`
      SELECT rolname, rolcreaterole, rolcanlogin, (SELECT rolpassword FROM pg_authid AS a WHERE a.oid = r.oid) AS password,
        ARRAY (SELECT pg_get_userbyid(roleid)::text FROM pg_auth_members WHERE member = r.oid ORDER BY 1) AS member_of
      FROM pg_roles AS r WHERE rolname !~ '^pg_' AND NOT rolsuper ORDER BY rolname`);
    return {
      tables,
      sequences: Object.fromEntries(sequences.rows.map(({ name, value }) => [name, value])),
      owner: database.rows[0]?.owner ?? '',
      rights: (database.rows[0]?.rights ?? []).toSorted(),
      roles: roles.rows,
    };
  } finally {
    await client.end();
  }
}

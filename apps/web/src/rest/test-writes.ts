import type { TestDatabase } from '@raydeck/testing';

/**
 * For tests only: makes the database count the rows that are written, and returns how to ask. Left out is what a refused request
 * may write: that a key was used.
 */
export async function countWrites({ pool }: TestDatabase): Promise<() => Promise<number>> {
  await pool.query(`
    CREATE TABLE public.write (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, place text NOT NULL);
    CREATE FUNCTION public.note_write() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO public.write (place) VALUES (TG_TABLE_NAME);
      RETURN NULL;
    END $$`);
  const { rows } = await pool.query<{ table: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS table FROM pg_tables WHERE schemaname = 'raydeck'`,
  );
  for (const { table } of rows) {
    const when = table.endsWith('api_key')
      ? 'INSERT OR DELETE OR UPDATE OF revoked_at, scopes, name'
      : 'INSERT OR DELETE OR UPDATE';
    await pool.query(
      `CREATE TRIGGER note_write AFTER ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION public.note_write()`,
    );
  }
  return async () => {
    const { rows: counted } = await pool.query<{ last: string }>(
      'SELECT COALESCE(max(n), 0) AS last FROM public.write',
    );
    return Number(counted[0]?.last ?? 0);
  };
}

import { createDatabase, type Database } from '@raydeck/db';

/** Lends a connection for a step. */
export async function withDatabase<T>(connectionString: string, use: (db: Database) => Promise<T>): Promise<T> {
  const db = createDatabase({ connectionString, applicationName: 'raydeck-launcher', poolSize: 2 });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

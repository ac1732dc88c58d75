import type { Database } from '@raydeck/db';

/** A zip of user code, by content hash. */
export interface CodePackage {
  hash: string;
  content: Uint8Array;
}

/** A hundred megabytes take a database seconds. */
const timeoutMs = 120_000;

const insertText = 'INSERT INTO raydeck.package (hash, content, size_bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';

/** Keeps a package, once for all profiles. Twice: the second finds it there. A crash leaves all of it or nothing. */
export async function storePackage(
  db: Pick<Database, 'pool'>,
  { hash, content }: CodePackage,
): Promise<{ isNew: boolean }> {
  const found = await db.pool.query('SELECT FROM raydeck.package WHERE hash = $1', [hash]);
  if (found.rowCount === 1) return { isNew: false };
  const client = await db.pool.connect();
  let problem: Error | undefined;
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL statement_timeout = ${timeoutMs}`);
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    // The client's own limit, which its types do not know.
    const insert = { text: insertText, values: [hash, bytes, bytes.length], query_timeout: timeoutMs + 5_000 };
    const { rowCount } = await client.query(insert);
    await client.query('COMMIT');
    return { isNew: rowCount === 1 };
  } catch (error) {
    problem = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection in the middle of a transaction, or of a statement that was given up, is not for others.
    client.release(problem);
  }
}

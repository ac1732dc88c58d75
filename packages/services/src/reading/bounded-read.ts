import { RaydeckError } from '@raydeck/core';
import type { Database, Row } from '@raydeck/db';

/** One statement of a read; the caller names the row that its text selects. */
export type Query = <R extends Row>(text: string, values?: readonly unknown[]) => Promise<R[]>;

/** Reads of a page are ended by the server after so long: a slow answer must not hold a connection and a snapshot. */
const readTimeoutMs = 5_000;

/** Runs statements on one snapshot, each with a time limit. UNAVAILABLE when one runs out of time. */
export async function boundedRead<T>(
  db: Database,
  read: (query: Query) => Promise<T>,
  timeoutMs = readTimeoutMs,
): Promise<T> {
  const client = await db.pool.connect();
  let failure: unknown;
  try {
    await client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = ${Math.round(timeoutMs)}`,
    );
    const answer = await read(
      async <R extends Row>(text: string, values: readonly unknown[] = []) =>
        (await client.query<R>(text, [...values])).rows,
    );
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    failure = await client.query('ROLLBACK').then(
      () => undefined,
      () => error,
    );
    throw isTimeout(error) ? tooSlow(timeoutMs, error) : error;
  } finally {
    // A connection that could not even roll back is thrown away.
    client.release(failure !== undefined);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}

function tooSlow(timeoutMs: number, cause: unknown): RaydeckError {
  const text = `The database did not answer within ${timeoutMs / 1000} seconds. Narrow the filter or try again.`;
  return new RaydeckError('UNAVAILABLE', text, { cause });
}

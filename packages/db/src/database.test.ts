import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from './database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('a transaction that its client leaves alone keeps no lock from others for long', async () => {
  const frozen = createDatabase({
    connectionString: db.url,
    applicationName: 'raydeck-test',
    idleInTransactionTimeoutMs: 200,
  });
  const client = await frozen.pool.connect();
  await client.query('BEGIN; SELECT FROM raydeck.control FOR UPDATE');
  // Waits for the lock: without an end of the other transaction, until the statement's timeout.
  await db.pool.query('SELECT FROM raydeck.control FOR UPDATE');
  await expect(client.query('COMMIT')).rejects.toThrow('connection');
  client.release(true);
  await frozen.close();
});

test('unless told otherwise the server waits five seconds for the next statement of a transaction', async () => {
  const { rows } = await db.pool.query<Record<string, string>>('SHOW idle_in_transaction_session_timeout');
  expect(Object.values(rows[0] ?? {})).toEqual(['5s']);
});

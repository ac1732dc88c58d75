import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { listQueueChoices } from './list-queue-choices.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(`DELETE FROM raydeck.queue;
    INSERT INTO raydeck.queue (name, profile) VALUES ('mail', 'mailer'), ('default', NULL)`);
});
afterAll(() => db.close());

it('a form offers each queue with its profile, and a key those that it reaches', async () => {
  const mail = { name: 'mail', profile: 'mailer' };
  expect(await listQueueChoices(contextOf(db))).toEqual([{ name: 'default', profile: null }, mail]);
  expect(await listQueueChoices(keyContext(db, { queues: ['mail'] }))).toEqual([mail]);
});

import { testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Hint } from './hint.ts';
import { Listener } from './listener.ts';

const applicationName = 'raydeck-listener-test';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('knows whether hints come through: until its connection is gone, again once there is another, and not when it is stopped', async () => {
  const hints: Hint[] = [];
  const told: boolean[] = [];
  const listener = new Listener({
    connectionString: db.url,
    applicationName,
    onHint: (hint) => hints.push(hint),
    onConnected: (connected) => {
      expect(listener.isConnected).toBe(connected);
      told.push(connected);
    },
  });
  expect(listener.isConnected).toBe(false);
  listener.start();
  await until('the connection', () => told.length === 1);
  await db.pool.query(`SELECT pg_notify('raydeck', '{"schedules":true}')`);
  await until('the hint', () => hints.length === 1);

  await db.pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
    applicationName,
  ]);
  await until('another connection', () => told.length === 3);
  await listener.stop();
  expect(listener.isConnected).toBe(false);
  expect([told, hints]).toEqual([[true, false, true], [{ schedules: true }]]);
});

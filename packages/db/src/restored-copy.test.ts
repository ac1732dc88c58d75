import { readFile } from 'node:fs/promises';
import { claim, enqueue, loginAs, newWorker, testDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startAttempt } from './sql/start-attempt.ts';

const script = new URL('../../../deploy/postgres/restored-copy.sql', import.meta.url);
const db = await testDatabase();
const app = await loginAs(db, 'raydeck_app');

beforeAll(async () => {
  await db.pool.query(`UPDATE raydeck.queue SET concurrency_limit = 5, key_limit = 5 WHERE name = 'default'`);
  await db.pool.query(`UPDATE raydeck.control SET version = version + 1`);
});
afterAll(async () => {
  await app.close();
  await db.close();
});

it('a restored copy has a name of its own, drives and tells nothing of the original, and waits for somebody to resume it', async () => {
  const workerId = await newWorker(db);
  const [waits, starts, cancels] = await enqueue(db, {}, { concurrencyKey: 'k' }, {});
  const claimed = await claim(app, workerId, { limit: 3 });
  const startedId = claimed.find(({ taskId }) => taskId === starts)?.attemptId ?? '';
  await app.run(startAttempt, [startedId, crypto.randomUUID(), null, null]);
  await db.pool.query('UPDATE raydeck.task SET cancel_requested_at = now() WHERE id = $1', [cancels]);
  await db.pool.query(
    `INSERT INTO raydeck.webhook (name, url, events, secret, created_by) VALUES ('ops', 'https://ops', '{task.failed}', '', 'test')`,
  );
  const before = await db.prisma.installation.findFirstOrThrow();

  await db.pool.query(await readFile(script, 'utf8'));

  expect((await db.prisma.installation.findFirstOrThrow()).id).not.toBe(before.id);
  const tasks = await db.prisma.task.findMany({ include: { attempts: true, events: true } });
  const stateOf = (id: string | undefined) => tasks.find((task) => task.id === id)?.state;
  expect([stateOf(waits), stateOf(starts), stateOf(cancels)]).toEqual(['QUEUED', 'QUEUED', 'CANCELED']);
  for (const { attempts, events } of tasks) {
    expect(attempts).toMatchObject([{ state: 'LOST', releasedAt: expect.any(Date) }]);
    expect(events.map(({ kind }) => kind)).toContain('repaired');
  }
  expect((await db.prisma.limitCounter.findMany()).map(({ live }) => live)).toEqual([0, 0]);
  expect((await db.prisma.keyCounter.findMany()).map(({ live }) => live)).toEqual([0]);
  expect(await claim(app, await newWorker(db), { limit: 3 })).toEqual([]);
  expect(await db.prisma.control.findFirstOrThrow()).toMatchObject({ paused: true, pausedReason: 'restored copy' });
  expect(await db.prisma.webhook.findFirstOrThrow()).toMatchObject({ enabled: false, disabledReason: 'restored copy' });
  await db.pool.query(
    'UPDATE raydeck.control SET paused = false, paused_reason = NULL, paused_by = NULL, paused_at = NULL',
  );
  expect(await claim(app, await newWorker(db), { limit: 3 })).toHaveLength(2);
});

import { enqueue, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putProfile } from '../profiles/put-profile.ts';
import { storedProfileOf } from '../profiles/stored-profile.ts';
import { contextOf } from '../reading/fixtures.ts';
import { getSchedule } from '../schedules/get-schedule.ts';
import { putSchedule } from '../schedules/put-schedule.ts';
import { enqueueTasks, type NewTask } from '../tasks/enqueue-tasks.ts';
import { getTask } from '../tasks/get-task.ts';
import { readArguments } from '../tasks/read-arguments.ts';
import { createWebhook } from '../webhooks/create-webhook.ts';
import { newRing, oldRing, textOf, turnedRing } from './encryption.fixture.ts';
import { readEncryption, renewEncryption } from './renew-encryption.ts';
import { sealPayload, taskPlace } from './sealed-payload.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('a turn of the keys encrypts under the new key all that can be, until the old one may go; and says what is under which', async () => {
  const context = { ...contextOf(db, { role: 'ADMIN' }), keyRing: oldRing, encryptsPayloads: true };
  const enqueued = async (task: Partial<NewTask>): Promise<string> =>
    (await enqueueTasks(context, [{ callable: 'shop.tasks.charge', ...task }]))[0]?.id ?? '';
  const inline = await enqueued({ args: '["inline"]' });
  const stored = await enqueued({ args: JSON.stringify(['x'.repeat(300_000)]) });
  const [plain = ''] = await enqueue(db, { args: ['plain'] });
  await db.pool.query(
    `UPDATE raydeck.task SET state = 'SUCCEEDED', attempt_count = 1, started_at = now(), finished_at = now(), result = $2 WHERE id = $1`,
    [inline, sealPayload(oldRing, taskPlace(inline), 'result', '"result"')],
  );
  const task = { callable: 'shop.tasks.report', args: '["scheduled"]' };
  await putSchedule(context, { name: 'nightly', settings: { cron: '0 0 1 1 *', task } });
  const secrets = { API_KEY: 'hunter2' };
  await putProfile(context, { name: 'shop', settings: { source: { kind: 'image' }, secrets } });
  await createWebhook(context, { name: 'hook', url: 'https://example.com/x', events: ['task.failed'] });

  expect(await renewEncryption({ db, keyRing: undefined })).toBe(true);
  expect(await readEncryption(db)).toBeNull();
  expect(await renewEncryption({ db, keyRing: oldRing })).toBe(true);
  expect(await readEncryption(db)).toEqual({ k1: { values: 7, objects: 1 } });
  expect(await renewEncryption({ db, keyRing: turnedRing })).toBe(true);
  expect(await readEncryption(db)).toEqual({ k2: { values: 7, objects: 0 }, k1: { values: 0, objects: 1 } });

  const turned = { ...context, keyRing: newRing };
  expect((await getTask(turned, inline)).task).toMatchObject({
    args: { kind: 'text', text: '["inline"]' },
    result: { kind: 'text', text: '"result"' },
  });
  expect((await getTask(turned, plain)).task.args).toEqual({ kind: 'text', text: '["plain"]' });
  expect((await getSchedule(turned, 'nightly')).task.args).toEqual({ kind: 'text', text: '["scheduled"]' });
  const profile = await db.prisma.profile.findFirstOrThrow();
  expect(storedProfileOf(profile).secrets['API_KEY']).toMatch(/^e2\.k2\./);
  expect((await db.prisma.webhook.findFirstOrThrow()).secret).toMatch(/^e2\.k2\./);
  // An object never changes: its task keeps the old key needed until retention takes it.
  await expect(readArguments(turned, stored)).rejects.toMatchObject({ keyId: 'k1' });
  expect(await textOf(await readArguments({ ...context, keyRing: turnedRing }, stored))).toContain('xxx');
});

import { randomUUID } from 'node:crypto';
import { recordSetupLog } from '@raydeck/db';
import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put } from '../profiles/profile.fixture.ts';
import { EncryptionKeys } from '../secrets/key-ring.ts';
import { attemptContext, claimTask } from './attempt.fixture.ts';
import { startAttempt } from './start-attempt.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
  await put(app, 'shop', { secrets: { API_KEY: 'hunter2', OTHER: 'ünï\n' }, djangoSettingsModule: 'shop.settings' });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const start = (attemptId: string, context = attemptContext(app)) =>
  startAttempt(context, { attemptId, executionId: randomUUID(), rayNodeId: null, pod: null });

describe('the gate', () => {
  it('hands out the secrets and the settings module of the version that was claimed', async () => {
    const { attemptId } = await claimTask(app, { profile: 'shop' });
    await put(app, 'shop', { secrets: { API_KEY: 'hunter3' } });
    const expected = { env: { API_KEY: 'hunter2', OTHER: 'ünï\n' }, djangoSettingsModule: 'shop.settings' };
    expect(await start(attemptId)).toMatchObject(expected);
    const next = await claimTask(app, { profile: 'shop' });
    expect(await start(next.attemptId)).toMatchObject({ env: { API_KEY: 'hunter3' }, djangoSettingsModule: null });
  });

  it.each([
    ['without keys', undefined],
    ['without the right key', EncryptionKeys.parse(`other:${Buffer.alloc(32, 9).toString('base64')}`)],
  ])('stays shut for a worker %s, and another worker opens it', async (_what, keyRing) => {
    const { attemptId } = await claimTask(app, { profile: 'shop' });
    const refused = start(attemptId, { ...attemptContext(app), keyRing });
    await expect(refused).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('ENCRYPTION_KEYS'),
    });
    expect(await db.prisma.attempt.findUnique({ where: { id: attemptId } })).toMatchObject({ state: 'SUBMITTED' });
    expect(await start(attemptId)).toMatchObject({ env: { API_KEY: 'hunter3' } });
  });

  it('hands on what is known of the set-up, which is noted as long as nothing has started', async () => {
    const { taskId, attemptId } = await claimTask(app);
    expect(await app.run(recordSetupLog, [attemptId, 'Installing…\n'])).toEqual([{ taskId }]);
    expect(await app.run(recordSetupLog, [attemptId, 'Installing…\n'])).toEqual([]);
    expect(await start(attemptId)).toMatchObject({ setupLog: 'Installing…\n' });
    expect(await app.run(recordSetupLog, [attemptId, 'too late'])).toEqual([]);
  });
});

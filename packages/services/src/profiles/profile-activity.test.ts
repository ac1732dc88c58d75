import { claim, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attemptContext } from '../attempts/attempt.fixture.ts';
import { judgeAttempt } from '../attempts/judge-attempt.ts';
import { contextOf } from '../reading/fixtures.ts';
import { listProfileUses } from './list-profile-uses.ts';
import { profileActivity } from './profile-activity.ts';
import { administrator, put } from './profile.fixture.ts';
import { testProfile } from './test-profile.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await put(db, 'shop', { secrets: { API_KEY: 'hunter2-hunter2' } });
  await put(db, 'other');
});
afterAll(() => db.close());

describe('profileActivity', () => {
  it('tells the tests and the failures of this profile alone, without its secrets', async () => {
    await testProfile(administrator(db), { name: 'other' });
    const { taskId } = await testProfile(administrator(db), { name: 'shop' });
    const workerId = await newWorker(db);
    const error = { class: 'RuntimeEnvSetupFailed', message: 'pip said hunter2-hunter2', traceback: null };
    for (const { attemptId } of await claim(db, workerId)) {
      const ending = { state: 'FAILED', result: null, error, exitCode: null, budget: 'loss', retryable: true } as const;
      await judgeAttempt(attemptContext(db), { attemptId, workerId, expectedState: 'SUBMITTED', ending });
    }
    const { tests, failures } = await profileActivity(administrator(db), 'shop');
    expect(tests).toMatchObject([{ taskId, version: 1, queue: 'default', actor: 'user:ada@example.com' }]);
    expect(failures).toMatchObject([{ taskId, version: 1, message: expect.stringContaining('pip said') }]);
    expect(JSON.stringify(failures)).not.toContain('hunter2');
  });

  it('withholds messages from those without payload permission', async () => {
    const blind = contextOf(db, { role: 'ADMIN', canViewPayload: false });
    expect((await profileActivity(blind, 'shop')).failures).toMatchObject([{ message: null }]);
  });

  it('is for administrators', async () => {
    await expect(profileActivity(contextOf(db, { role: 'OPERATOR' }), 'shop')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('listProfileUses', () => {
  it('tells which queues use a profile', async () => {
    await db.pool.query(`INSERT INTO raydeck.queue (name, profile) VALUES ('mail', 'shop'), ('bulk', 'shop')`);
    expect(await listProfileUses(administrator(db))).toEqual(new Map([['shop', ['bulk', 'mail']]]));
  });
});

import { claim, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../reading/fixtures.ts';
import { attemptContext } from '../attempts/attempt.fixture.ts';
import { judgeAttempt } from '../attempts/judge-attempt.ts';
import { administrator, put } from './profile.fixture.ts';
import { testProfile } from './test-profile.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const taskOf = (id: string) => db.prisma.task.findUniqueOrThrow({ where: { id } });

describe('testProfile', () => {
  it('enqueues one attempt that is told what to look for, by name', async () => {
    await put(db, 'shop', {
      requirements: { installer: 'pip', packages: ['cowsay==6.1'] },
      envVars: { MODE: 'test' },
      secrets: { API_KEY: 'hunter2' },
    });
    const { taskId } = await testProfile(administrator(db), { name: 'shop' });
    const task = await taskOf(taskId);
    expect(task).toMatchObject({
      queue: 'default',
      profile: 'shop',
      maxAttempts: 1,
      state: 'QUEUED',
      tags: ['profile-test'],
    });
    expect(JSON.parse(task.kwargs)).toEqual({ requirements: ['cowsay==6.1'], variables: ['API_KEY', 'MODE'] });
    const audit = await db.prisma.auditLog.findFirst({ where: { action: 'profile.test' } });
    expect(audit).toMatchObject({ targetId: 'shop', after: { version: 1, taskId, queue: 'default' } });
  });

  it('takes the queue that is named, else the first that uses the profile and allows it', async () => {
    await put(db, 'mailer');
    await db.pool.query(
      `INSERT INTO raydeck.queue (name, profile, allowed_callables) VALUES ('a', 'mailer', '{shop}'), ('b', 'mailer', '{}'), ('c', NULL, '{}')`,
    );
    expect((await taskOf((await testProfile(administrator(db), { name: 'mailer' })).taskId)).queue).toBe('b');
    expect((await taskOf((await testProfile(administrator(db), { name: 'mailer', queue: 'c' })).taskId)).queue).toBe(
      'c',
    );
    const refused = testProfile(administrator(db), { name: 'mailer', queue: 'a' });
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each(['RuntimeEnvSetupFailed', 'SubmitRefused', 'StartFailed', 'Lost'])(
    'ends at once when the profile does not work: %s',
    async (name) => {
      await put(db, 'judged');
      const { taskId } = await testProfile(administrator(db), { name: 'judged' });
      const workerId = await newWorker(db);
      const attemptId = (await claim(db, workerId)).find((row) => row.taskId === taskId)?.attemptId ?? '';
      const error = { class: name, message: 'no', traceback: null };
      const ending = { state: 'FAILED', result: null, error, exitCode: null, budget: 'loss', retryable: true } as const;
      const judged = await judgeAttempt(attemptContext(db), {
        attemptId,
        workerId,
        expectedState: 'SUBMITTED',
        ending,
      });
      // What is lost says nothing of the profile.
      expect(judged).toEqual({ taskState: name === 'Lost' ? 'QUEUED' : 'FAILED' });
    },
  );

  it('is NOT_FOUND for what is none, and FORBIDDEN to all but administrators', async () => {
    await expect(testProfile(administrator(db), { name: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const operator = contextOf(db, { role: 'OPERATOR' });
    await expect(testProfile(operator, { name: 'shop' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

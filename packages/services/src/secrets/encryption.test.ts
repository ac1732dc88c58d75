import { createHash, randomUUID } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { claim, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptOutcome } from '../attempts/accept-outcome.ts';
import { attemptContext, readTask, report } from '../attempts/attempt.fixture.ts';
import { judgeAttempt } from '../attempts/judge-attempt.ts';
import { missingKeyEnding } from '../attempts/missing-key-ending.ts';
import { openArguments } from '../attempts/open-arguments.ts';
import { startAttempt } from '../attempts/start-attempt.ts';
import { uploadResult } from '../attempts/upload-result.ts';
import { contextOf } from '../reading/fixtures.ts';
import { dealWithTicks } from '../schedules/deal-with-ticks.ts';
import { engineOn } from '../schedules/schedule.fixture.ts';
import { getSchedule } from '../schedules/get-schedule.ts';
import { putSchedule } from '../schedules/put-schedule.ts';
import { runSchedule } from '../schedules/run-schedule.ts';
import { enqueueTasks, type NewTask } from '../tasks/enqueue-tasks.ts';
import { getTask } from '../tasks/get-task.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { readArguments } from '../tasks/read-arguments.ts';
import { readResult } from '../tasks/read-result.ts';
import { retryWithChanges } from '../tasks/retry-with-changes.ts';
import { uploadArguments } from '../tasks/upload-arguments.ts';
import { bytes, joined, newRing, oldRing, textOf, turnedRing } from './encryption.fixture.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const people = (keyRing: typeof oldRing | null = oldRing) => ({
  ...contextOf(db, { role: 'ADMIN' }),
  keyRing: keyRing ?? undefined,
  encryptsPayloads: true,
});
const attempts = (keyRing = oldRing) => ({ ...attemptContext(db), keyRing });

async function enqueueOne(task: Partial<NewTask> = {}, context = people()): Promise<string> {
  const [enqueued] = await enqueueTasks(context, [{ callable: 'shop.tasks.charge', ...task }]);
  if (!enqueued) throw new Error('The door answers once for each task.');
  return enqueued.id;
}

async function claimed(taskId: string) {
  const workerId = await newWorker(db);
  const row = (await claim(db, workerId)).find((one) => one.taskId === taskId);
  if (!row) throw new Error('The task was not claimed.');
  return { ...row, workerId };
}

async function started(taskId: string, context = attempts()) {
  const { attemptId, workerId } = await claimed(taskId);
  const executionId = randomUUID();
  const handed = await startAttempt(context, { attemptId, executionId, rayNodeId: null, pod: null });
  return { attemptId, executionId, workerId, taskId, handed };
}

/** Every value of every row of every table, as a dump has them: bytes in hexadecimal. */
async function dump({ pool }: Pick<Database, 'pool'>): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('raydeck', 'pgboss')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}

const newSecret = (): string => `planted-${randomUUID()}`;

async function expectNowhere(secret: string): Promise<void> {
  const dumped = await dump(db);
  expect(dumped).toContain('shop.tasks.');
  expect(dumped).not.toContain(secret);
  expect(dumped).not.toContain(Buffer.from(secret).toString('hex'));
}

describe('with ENCRYPTION_KEYS', () => {
  it('nothing of a payload stands in the database, and everybody who may still reads it', async () => {
    const secret = newSecret();
    const json = JSON.stringify([secret]);
    const run = await started(
      await enqueueOne({ args: json, kwargs: `{"card": "${secret}"}`, idempotencyKey: 'once' }),
    );
    expect(run.handed).toMatchObject({ args: json, kwargs: `{"card": "${secret}"}` });
    await acceptOutcome(attempts(), report(run, { result: `{"of": "${secret}"}` }));
    await expectNowhere(secret);
    expect((await getTask(people(), run.taskId)).task).toMatchObject({
      args: { kind: 'text', text: json },
      kwargs: { kind: 'text', text: expect.stringContaining('card') },
      result: { kind: 'text', text: `{"of": "${secret}"}` },
    });
  });

  it('nor does what is stored: it is encrypted as it flows, and its size is that of the content', async () => {
    const secret = newSecret();
    const large = JSON.stringify([secret, 'x'.repeat(300_000)]);
    const run = await started(await enqueueOne({ args: large }));
    const call = `{"args": ${large}, "kwargs": {}}`;
    const sha256 = createHash('sha256').update(call).digest('hex');
    expect(run.handed).toMatchObject({ args: null, argumentsStored: { sizeBytes: call.length, sha256 } });
    const handedOut = await openArguments(attempts(), run);
    expect(await joined(handedOut.body)).toBe(call);
    expect(handedOut.sizeBytes).toBe(call.length);
    const { uploadId, sizeBytes } = await uploadResult(attempts(), run, bytes(large));
    expect(sizeBytes).toBe(large.length);
    await acceptOutcome(attempts(), report(run, { result: null, resultUpload: uploadId }));
    await expectNowhere(secret);
    expect((await getTask(people(), run.taskId)).task).toMatchObject({
      args: { kind: 'stored', sizeBytes: call.length },
      result: { kind: 'stored', sizeBytes: large.length },
    });
    expect(await textOf(await readResult(people(), run.taskId))).toBe(large);
    expect(await textOf(await readArguments(people(), run.taskId))).toBe(call);
  });

  it('nor what is uploaded, or kept by a schedule and enqueued by its ticks', async () => {
    const secret = newSecret();
    const call = `{"args": ["${secret}"], "kwargs": {}}`;
    const { id: argumentsUpload, sizeBytes } = await uploadArguments(people(), bytes(call));
    expect(sizeBytes).toBe(call.length);
    const uploaded = await enqueueOne({ argumentsUpload });
    const task = { callable: 'shop.tasks.report', args: `["${secret}"]` };
    await putSchedule(people(), { name: 'nightly', settings: { cron: '* * * * *', overlap: 'allow', task } });
    const { taskId } = await runSchedule(people(), { name: 'nightly' });
    await db.pool.query(`UPDATE raydeck.schedule SET next_run_at = date_trunc('minute', now()) - interval '1 minute'`);
    const schedule = await db.prisma.schedule.findFirstOrThrow();
    await dealWithTicks({ ...engineOn(db), keyRing: oldRing, encryptsPayloads: true }, schedule.id);
    await expectNowhere(secret);
    const made = await db.prisma.task.findMany({ where: { createdBy: 'schedule:nightly', id: { not: taskId } } });
    expect(made).toHaveLength(1);
    for (const id of [uploaded, taskId, ...made.map((row) => row.id)])
      expect(await textOf(await readArguments(people(), id))).toBe(call);
    expect((await getSchedule(people(), 'nightly')).task.args).toEqual({ kind: 'text', text: `["${secret}"]` });
  });

  it('secrets are masked and shapes are shown as ever', async () => {
    const { taskId } = await started(
      await enqueueOne({ kwargs: '{"password": "hunter2", "n": 1}', tags: ['of hunter2'] }),
    );
    const { task } = await getTask(people(), taskId);
    expect(task.kwargs).toEqual({ kind: 'text', text: expect.stringContaining('redacted') });
    expect(JSON.stringify(task)).not.toContain('hunter2');
    const blind = { ...contextOf(db, { canViewPayload: false }), keyRing: oldRing };
    expect((await getTask(blind, taskId)).task.kwargs).toMatchObject({ kind: 'shape' });
    const { items } = await listTasks(people(), { filter: {}, limit: 50 });
    expect(items.find(({ id }) => id === taskId)?.tags).toEqual([expect.not.stringContaining('hunter2')]);
  });

  it('a retry with changes encrypts for the new task what it keeps of the old one', async () => {
    const id = await enqueueOne({ args: '["kept"]', kwargs: '{"password": "hunter2"}' });
    await db.pool.query(`UPDATE raydeck.task SET state = 'FAILED', finished_at = now() WHERE id = $1`, [id]);
    const { task } = await getTask(people(), id);
    const edited = task.kwargs.kind === 'text' ? task.kwargs.text : '';
    const again = await retryWithChanges(people(turnedRing), { id, changes: { kwargs: edited } });
    expect(await started(again.id, attempts(newRing))).toMatchObject({
      handed: { args: '["kept"]', kwargs: '{"password": "hunter2"}' },
    });
  });

  it('a payload in another row, or in another field, does not open', async () => {
    const [one, two] = [await enqueueOne({ args: '["one"]' }), await enqueueOne({ args: '["two"]' })];
    await db.pool.query('UPDATE raydeck.task SET args = (SELECT args FROM raydeck.task WHERE id = $1) WHERE id = $2', [
      one,
      two,
    ]);
    const { task } = await getTask(people(), two);
    expect(task).toMatchObject({ callable: 'shop.tasks.charge', args: { kind: 'locked', isKeyMissing: false } });
    const { attemptId } = await claimed(two);
    const gate = startAttempt(attempts(), { attemptId, executionId: randomUUID(), rayNodeId: null, pod: null });
    await expect(gate).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await db.pool.query(`UPDATE raydeck.task SET kwargs = substr(args, 2, length(args) - 2) WHERE id = $1`, [one]);
    expect((await getTask(people(), one)).task.kwargs).toMatchObject({ kind: 'locked', isKeyMissing: false });
  });

  it('stored arguments and results of another task do not open either', async () => {
    const large = (text: string): string => JSON.stringify([text, 'x'.repeat(300_000)]);
    const ended = async (text: string) => {
      const run = await started(await enqueueOne({ args: large(text) }));
      const { uploadId } = await uploadResult(attempts(), run, bytes(large(text)));
      await acceptOutcome(attempts(), report(run, { result: null, resultUpload: uploadId }));
      return run.taskId;
    };
    const [one, two] = [await ended('one'), await ended('two')];
    await db.pool.query(
      `UPDATE raydeck.task AS t SET args_ref = o.args_ref, result_ref = o.result_ref FROM raydeck.task AS o
       WHERE o.id = $1 AND t.id = $2`,
      [one, two],
    );
    await expect(readArguments(people(), two)).rejects.toThrow('not its own');
    await expect(readResult(people(), two)).rejects.toThrow('another task');
  });

  it('a request is the same for its idempotency key, encrypted or not, and another one is not', async () => {
    const task = { args: '[1]', kwargs: '{"a": 2}', idempotencyKey: randomUUID() };
    const plain = { ...people(), encryptsPayloads: false };
    const id = await enqueueOne(task, plain);
    expect(await enqueueOne(task)).toBe(id);
    expect(await enqueueOne(task, people(newRing))).toBe(id);
    await expect(enqueueOne({ ...task, args: '[2]' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const sealed = { ...task, idempotencyKey: randomUUID() };
    const first = await enqueueOne(sealed);
    expect(await enqueueOne(sealed, plain)).toBe(first);
    await expect(enqueueOne({ ...sealed, priority: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each([
    [{ args: '{}' }, 'tasks[0].args'],
    [{ args: '[1' }, 'tasks[0].args'],
    [{ kwargs: '[]' }, 'tasks[0].kwargs'],
    [{ args: '["\\u0000"]' }, 'tasks[0].args'],
    [{ kwargs: '{"a": "\\ud800"}' }, 'tasks[0].kwargs'],
    [{ args: '[{"raydeck.encrypted":"e2.k1.AAAA"}]' }, 'tasks[0].args'],
    [{ callable: 'no path' }, 'tasks[0].callable'],
  ])('refuses %j as the door does', async (task, path) => {
    await expect(enqueueOne(task)).rejects.toMatchObject({ code: 'INVALID', path });
  });

  it('takes what the door takes: digits, pairs, empty arguments', async () => {
    const args = '[9007199254740993, 1.10, "\\ud83d\\ude00", "\\\\u0000"]';
    const run = await started(await enqueueOne({ args }));
    expect(run.handed).toMatchObject({ args, kwargs: '{}' });
  });

  it('the same outcome again is a repeat, also for a worker whose first key is another by now', async () => {
    const run = await started(await enqueueOne());
    await acceptOutcome(attempts(), report(run, { result: '"x"' }));
    await acceptOutcome(attempts(turnedRing), report(run, { result: '"x"' }));
    await expect(acceptOutcome(attempts(), report(run, { result: '"y"' }))).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('tasks that came by SQL', () => {
  it('are kept as they came, and so are their results: whoever reads them there has no key', async () => {
    const [id = ''] = await enqueue(db, { args: [1] });
    const run = await started(id);
    await acceptOutcome(attempts(), report(run, { result: '"seen"' }));
    expect(await readTask(db, id)).toMatchObject({ args: '[1]', result: '"seen"' });
  });
});

describe('without the key', () => {
  it('a task is there with all but its payload, which says what is missing', async () => {
    const secret = randomUUID();
    const { taskId, ...run } = await started(await enqueueOne({ args: `["${secret}"]`, tags: [secret] }));
    await acceptOutcome(attempts(), report(run, { result: `"${secret}"` }));
    for (const ring of [newRing, null]) {
      const { task } = await getTask(people(ring), taskId);
      expect(task).toMatchObject({ state: 'SUCCEEDED', args: { kind: 'locked', keyId: 'k1', isKeyMissing: true } });
      expect(task.result).toMatchObject({ kind: 'locked', keyId: 'k1' });
      // What of it must not be seen, nobody can tell.
      expect(JSON.stringify(task)).not.toContain(secret);
      for (const read of [readResult, readArguments]) {
        await expect(read(people(ring), taskId)).rejects.toMatchObject({
          code: 'PRECONDITION',
          message: expect.stringContaining('"k1"'),
        });
      }
    }
    expect(await textOf(await readResult(people(turnedRing), taskId))).toBe(`"${secret}"`);
  });

  it('nothing is started, no attempt is used up, and a worker that has it runs the task', async () => {
    const id = await enqueueOne({ args: '[1]', maxAttempts: 1 });
    const { attemptId, workerId, number, keyId } = await claimed(id);
    expect(keyId).toBe('k1');
    const gate = { attemptId, executionId: randomUUID(), rayNodeId: null, pod: null };
    await expect(startAttempt(attempts(newRing), gate)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(missingKeyEnding(turnedRing, { number, keyId, profile: null })).toBeNull();
    const ending = missingKeyEnding(newRing, { number, keyId, profile: null });
    if (!ending) throw new RaydeckError('INTERNAL', 'The ring lacks the key.');
    await judgeAttempt(attempts(newRing), { attemptId, workerId, expectedState: 'SUBMITTED', ending });
    const waiting = await readTask(db, id);
    expect(waiting).toMatchObject({ state: 'QUEUED', failures: 0, losses: 0 });
    expect(waiting.attempts).toMatchObject([
      { errorClass: 'EncryptionKeyMissing', errorMessage: expect.stringContaining('"k1"') },
    ]);
    expect(waiting.runAt.getTime()).toBeGreaterThan(waiting.createdAt.getTime() + 20_000);
    await db.pool.query('UPDATE raydeck.task SET run_at = now() WHERE id = $1', [id]);
    expect((await started(id)).handed).toMatchObject({ args: '[1]' });
  });

  it('a tick waits for a worker that has it', async () => {
    const task = { callable: 'shop.tasks.report', args: '[1]' };
    await putSchedule(people(), { name: 'waits', settings: { cron: '* * * * *', task } });
    const { id } = await db.prisma.schedule.findUniqueOrThrow({ where: { name: 'waits' } });
    await db.pool.query(
      `UPDATE raydeck.schedule SET next_run_at = date_trunc('minute', now()) - interval '1 minute' WHERE id = $1`,
      [id],
    );
    const engine = { ...engineOn(db), encryptsPayloads: true };
    await expect(dealWithTicks({ ...engine, keyRing: newRing }, id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await db.prisma.scheduleTick.count({ where: { scheduleId: id } })).toBe(0);
    await dealWithTicks({ ...engine, keyRing: turnedRing }, id);
    expect(await db.prisma.scheduleTick.count({ where: { scheduleId: id, outcome: 'enqueued' } })).toBe(1);
    expect((await getSchedule(people(null), 'waits')).task.args).toMatchObject({ kind: 'locked', keyId: 'k1' });
  });
});

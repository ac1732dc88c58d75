import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAttemptLog } from '../attempts/read-attempt-log.ts';
import { contextOf, insertAttempt, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { findTask } from './find-task.ts';
import { getTask } from './get-task.ts';
import { waitForTask } from './wait-for-task.ts';

let db: TestDatabase;
const absent = '00000000-0000-7000-8000-0000000000ff';
const secret = { error_message: 'card 4711', traceback: 'Traceback 4711', log_tail: 'log 4711', log_bytes: 100 };

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe('getTask', () => {
  it('gives payload as the text it was, digit for digit', async () => {
    const args = '[12345678901234567890, 1e22, -0.0, {"2": 1, "1": 2}]';
    const { taskId } = await insertFinished(db, 'SUCCEEDED', { args, result: '{"n": 9007199254740993}' });
    const { task } = await getTask(contextOf(db), taskId);
    expect(task.args).toEqual({ kind: 'text', text: args });
    expect(task.result).toEqual({ kind: 'text', text: '{"n": 9007199254740993}' });
  });

  it('gives shapes and the error class only without payload permission', async () => {
    const task = { args: '["4711"]', kwargs: '{"card": "4711"}' };
    const { taskId } = await insertFinished(db, 'FAILED', task, { ...secret, error_class: 'shop.Refused' });
    const detail = await getTask(contextOf(db, { canViewPayload: false }), taskId);
    expect(detail.task.kwargs).toEqual({ kind: 'shape', shape: '{"card": string(4)}' });
    expect(detail.attempts[0]).toMatchObject({ errorClass: 'shop.Refused', traceback: null });
    expect(detail.attempts[0]?.note).toMatch(/payload permission/);
    expect(JSON.stringify(detail)).not.toContain('4711');
  });

  it('says which setting counts and where it comes from', async () => {
    await db.pool.query(`UPDATE raydeck.queue SET timeout_seconds = 60 WHERE name = 'default'`);
    const id = await insertTask(db, { max_attempts: 7 });
    const { effective } = await getTask(contextOf(db), id);
    expect(effective.maxAttempts).toEqual({ value: 7, origin: 'task' });
    expect(effective.timeoutSeconds).toEqual({ value: 60, origin: 'queue' });
    expect(effective.runner).toEqual({ value: 'ray_job', origin: 'setting' });
  });

  it('names the tasks that were made from this one, as far as the asker reaches them', async () => {
    const first = await insertTask(db);
    const again = await insertTask(db, { retried_from: first });
    await insertTask(db, { retried_from: first, queue: 'hidden' });
    expect((await getTask(keyContext(db, { queues: ['default'] }), first)).retriedBy).toEqual([again]);
    expect((await getTask(contextOf(db), again)).retriedFrom).toBe(first);
  });

  it('does not find what is absent, junk, or out of a key’s reach', async () => {
    const hidden = await insertTask(db, { queue: 'hidden' });
    const context = keyContext(db, { queues: ['default'] });
    for (const id of [absent, 'junk', '', '\u0000', `${absent}'--`, hidden]) {
      await expect(getTask(context, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(waitForTask(context, id, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(readAttemptLog(context, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('findTask', () => {
  it('finds by task id, attempt id and Ray submission id', async () => {
    const { taskId, attemptId } = await insertFinished(db, 'SUCCEEDED');
    const context = contextOf(db);
    expect(await findTask(context, ` ${taskId.toUpperCase()} `)).toEqual({ taskId, attemptId: null });
    expect(await findTask(context, attemptId)).toEqual({ taskId, attemptId });
    expect(await findTask(context, `rd-0123abcdef-${attemptId}`)).toEqual({ taskId, attemptId });
    for (const text of [absent, 'junk', '', 'rd-x-junk']) expect(await findTask(context, text)).toBeNull();
  });

  it('finds nothing beyond a key’s reach', async () => {
    const { taskId, attemptId } = await insertFinished(db, 'SUCCEEDED', { queue: 'hidden' });
    const context = keyContext(db, { queues: ['default'] });
    expect(await findTask(context, taskId)).toBeNull();
    expect(await findTask(context, attemptId)).toBeNull();
  });
});

describe('readAttemptLog', () => {
  it('gives the end of the output, its whole size, and whether more will come', async () => {
    const { attemptId } = await insertFinished(db, 'FAILED', {}, secret);
    expect(await readAttemptLog(contextOf(db), attemptId)).toEqual({
      text: 'log 4711',
      sizeBytes: 100,
      stored: false,
      truncated: true,
      final: true,
    });
    const running = await insertAttempt(db, await insertTask(db), {});
    expect(await readAttemptLog(contextOf(db), running)).toEqual({
      text: '',
      sizeBytes: 0,
      stored: false,
      truncated: false,
      final: false,
    });
  });

  it('is forbidden without payload permission', async () => {
    const { attemptId } = await insertFinished(db, 'FAILED', {}, secret);
    const reading = readAttemptLog(contextOf(db, { role: 'ADMIN', canViewPayload: false }), attemptId);
    await expect(reading).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('waitForTask', () => {
  it('returns at once for a final task', async () => {
    const { taskId } = await insertFinished(db, 'SUCCEEDED');
    expect(await waitForTask(contextOf(db), taskId, 60)).toEqual({ state: 'SUCCEEDED' });
  });

  it('returns when the task becomes final, long before its deadline', async () => {
    const taskId = await insertTask(db);
    const waiting = waitForTask(contextOf(db), taskId, 60);
    await db.pool.query(`UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE id = $1`, [
      taskId,
    ]);
    expect(await waiting).toEqual({ state: 'CANCELED' });
  });

  it('returns the state as it is at the deadline', async () => {
    expect(await waitForTask(contextOf(db), await insertTask(db), 0.1)).toEqual({ state: 'QUEUED' });
  });

  it('ends when the asker has gone', async () => {
    const leaving = new AbortController();
    const waiting = waitForTask(contextOf(db), await insertTask(db), 60, leaving.signal);
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

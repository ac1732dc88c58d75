import { randomUUID } from 'node:crypto';
import { formatStoredRef, RaydeckError } from '@raydeck/core';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptOutcome } from '../attempts/accept-outcome.ts';
import { attemptContext, claimTask, readTask, report, startTask } from '../attempts/attempt.fixture.ts';
import { startAttempt } from '../attempts/start-attempt.ts';
import { uploadResult } from '../attempts/upload-result.ts';
import { storageOf } from '../context.ts';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { enqueueTasks } from '../tasks/enqueue-tasks.ts';
import { getTask } from '../tasks/get-task.ts';
import { readArguments } from '../tasks/read-arguments.ts';
import { readResult } from '../tasks/read-result.ts';
import { retryWithChanges } from '../tasks/retry-with-changes.ts';
import { uploadArguments } from '../tasks/upload-arguments.ts';
import { storeUpload } from './store-upload.ts';
import { sweepUploads } from './sweep-uploads.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const operator = () => contextOf(db, { role: 'ADMIN' });
const storageContext = () => ({ db, storage: storageOf(operator()) });
const large = JSON.stringify(['x'.repeat(300_000)]);

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function textOf(content: Awaited<ReturnType<typeof readResult>>): Promise<string> {
  if (content.kind === 'text') return content.text;
  const pieces: Uint8Array[] = [];
  for await (const piece of content.body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** What the lapse of time does to uploads. */
async function age(hours = 31): Promise<void> {
  await db.pool.query(`UPDATE raydeck.upload SET created_at = created_at - $1 * interval '1 hour'`, [hours]);
}

async function objects(): Promise<number> {
  return db.prisma.storedObject.count();
}

/** A task that SUCCEEDED with a result of its own object. */
async function succeeded() {
  const started = await startTask(db);
  const context = attemptContext(db);
  const { uploadId } = await uploadResult(context, started, bytes(large));
  await acceptOutcome(context, report(started, { result: null, resultUpload: uploadId }));
  return started;
}

describe('large arguments', () => {
  it('are stored, and shown by their size, to those who may see payloads as they are', async () => {
    const [made] = await enqueueTasks(operator(), [{ callable: 'a.b', args: large, kwargs: '{"z": 1e22}' }]);
    const id = made?.id ?? '';
    expect(await textOf(await readArguments(operator(), id))).toBe(`{"args": ${large}, "kwargs": {"z": 1e22}}`);
    const { task } = await getTask(operator(), id);
    expect(task.args).toEqual({ kind: 'stored', sizeBytes: large.length + 33 });
    const blind = contextOf(db, { canViewPayload: false });
    await expect(readArguments(blind, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(readArguments(keyContext(db, { queues: ['other'] }), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('do not come with the gate’s answer', async () => {
    const { attemptId, taskId } = await claimTask(db);
    const ref = formatStoredRef({ scheme: 's3', key: 'i/arguments/u.json', sizeBytes: 7, sha256: 'ab'.repeat(32) });
    await db.prisma.task.update({ where: { id: taskId }, data: { argsRef: ref } });
    const start = { attemptId, executionId: randomUUID(), rayNodeId: null, pod: null };
    const started = await startAttempt(attemptContext(db), start);
    expect(started).toMatchObject({ args: null, kwargs: null, argumentsStored: { sizeBytes: 7 } });
  });

  it('are the same for an idempotency key when they are the same', async () => {
    const task = { callable: 'a.b', args: large, idempotencyKey: 'large' };
    const [first] = await enqueueTasks(operator(), [task]);
    expect(await enqueueTasks(operator(), [task])).toEqual([{ id: first?.id, replayed: true }]);
    const other = { ...task, args: large.replace('x', 'y') };
    await expect(enqueueTasks(operator(), [other])).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('that are no JSON are refused, and small ones of the same request go on without a store', async () => {
    await expect(enqueueTasks(operator(), [{ callable: 'a.b', args: `${large}]` }])).rejects.toMatchObject({
      code: 'INVALID',
      path: 'tasks[0].args',
    });
    const mixed = await enqueueTasks(operator(), [
      { callable: 'a.b', args: '[1]' },
      { callable: 'a.b', args: large },
    ]);
    const rows = await db.prisma.task.findMany({
      where: { id: { in: mixed.map(({ id }) => id) } },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ argsRef }) => argsRef !== null)).toEqual([false, true]);
  });

  it('that were uploaded are for their uploader, and for a day', async () => {
    const { id: argumentsUpload } = await uploadArguments(operator(), bytes('{"args": [1], "kwargs": {}}'));
    const task = { callable: 'a.b', argumentsUpload };
    const other = contextOf(db, { role: 'ADMIN', id: 'user:eve@example.com' });
    await expect(enqueueTasks(other, [task])).rejects.toMatchObject({
      code: 'INVALID',
      path: 'tasks[0].argumentsUpload',
    });
    await expect(enqueueTasks(operator(), [{ ...task, args: '[2]' }])).rejects.toMatchObject({ code: 'INVALID' });
    const [made] = await enqueueTasks(operator(), [task]);
    expect(await textOf(await readArguments(operator(), made?.id ?? ''))).toBe('{"args": [1], "kwargs": {}}');
    await age();
    await expect(enqueueTasks(operator(), [task])).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('are copied by a retry with changes, or replaced as a whole', async () => {
    const [made] = await enqueueTasks(operator(), [{ callable: 'a.b', args: large }]);
    const id = made?.id ?? '';
    await db.prisma.task.update({ where: { id }, data: { state: 'CANCELED', finishedAt: new Date() } });
    const { argsRef } = await db.prisma.task.findUniqueOrThrow({ where: { id } });
    const again = await retryWithChanges(operator(), { id, changes: { priority: 3 } });
    expect(await db.prisma.task.findUniqueOrThrow({ where: { id: again.id } })).toMatchObject({ argsRef, priority: 3 });
    await expect(retryWithChanges(operator(), { id, changes: { args: '[1]' } })).rejects.toMatchObject({
      code: 'INVALID',
    });
    const small = await retryWithChanges(operator(), { id, changes: { args: '[1]', kwargs: '{}' } });
    expect(await db.prisma.task.findUniqueOrThrow({ where: { id: small.id } })).toMatchObject({
      argsRef: null,
      args: '[1]',
    });
  });
});

describe('large results', () => {
  it('are read as they were, by those who may', async () => {
    const { taskId } = await succeeded();
    expect(await textOf(await readResult(operator(), taskId))).toBe(large);
    const blind = contextOf(db, { canViewPayload: false });
    await expect(readResult(blind, taskId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await getTask({ ...blind, defaults: operator().defaults }, taskId)).task.result).toEqual({
      kind: 'stored',
      sizeBytes: large.length,
    });
  });

  it('of an attempt that was judged meanwhile become nobody’s', async () => {
    const started = await startTask(db);
    const context = attemptContext(db);
    const { uploadId } = await uploadResult(context, started, bytes(large));
    await db.prisma.attempt.update({
      where: { id: started.attemptId },
      data: { state: 'LOST', finishedAt: new Date() },
    });
    const late = report(started, { result: null, resultUpload: uploadId });
    await expect(acceptOutcome(context, late)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await readTask(db, started.taskId)).resultRef).toBeNull();
    await expect(uploadResult(context, started, bytes(large))).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('sweepUploads', () => {
  it('removes what nobody named once it is old, and leaves what somebody did', async () => {
    await age();
    await sweepUploads(storageContext());
    const before = await objects();
    const named = await succeeded();
    const [withArguments] = await enqueueTasks(operator(), [{ callable: 'a.b', args: large }]);
    await uploadArguments(operator(), bytes(large));
    const broken = new RaydeckError('UNAVAILABLE', 'The body broke off.');
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(300_000);
      throw broken;
    }
    const upload = { kind: 'arguments', owner: 'user:x', body: breaking(), limitBytes: 1_000_000 } as const;
    await expect(storeUpload(storageContext(), upload)).rejects.toBe(broken);
    expect(await sweepUploads(storageContext())).toBe(0);
    expect(await objects()).toBe(before + 3);
    await age();
    expect(await sweepUploads(storageContext())).toBe(2);
    expect(await objects()).toBe(before + 2);
    expect(await db.prisma.upload.count()).toBe(0);
    expect(await textOf(await readResult(operator(), named.taskId))).toBe(large);
    expect(await textOf(await readArguments(operator(), withArguments?.id ?? ''))).toContain('"args": ["xxx');
  });
});

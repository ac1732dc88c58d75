import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { putQueue } from '../queues/put-queue.ts';
import { contextOf, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { abortBulkOperation } from './abort-bulk-operation.ts';
import { getBulkOperation } from './get-bulk-operation.ts';
import { listBulkOperations } from './list-bulk-operations.ts';
import { listBulkRows } from './list-bulk-rows.ts';
import { previewBulkOperation } from './preview-bulk-operation.ts';
import { queueBulkOperations } from './queue-bulk-operations.ts';
import { type BulkEngine, runBulkOperation } from './run-bulk-operation.ts';
import { startBulkOperation } from './start-bulk-operation.ts';

let owner: TestDatabase;
/** What web and worker may, and no more. */
let db: Login;
let userId: string;

beforeAll(async () => {
  owner = await testDatabase();
  db = await loginAs(owner, 'raydeck_app');
});
afterAll(async () => {
  await db.close();
  await owner.close();
});
beforeEach(async () => {
  await owner.pool.query(
    'TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.bulk_operation CASCADE; TRUNCATE raydeck.audit_log, raydeck."user" CASCADE',
  );
  const user = {
    email: 'ada@example.com',
    name: 'Ada',
    passwordHash: 'x',
    role: 'ADMIN' as const,
    canViewPayload: true,
  };
  ({ id: userId } = await owner.prisma.user.create({ data: user }));
});

const refused = (code: string): unknown => expect.objectContaining({ code });
const admin = () => contextOf(db, { kind: 'user', userId, role: 'ADMIN' });
const reason = 'the mail server is back';

function engine(change: Partial<BulkEngine> = {}): BulkEngine {
  const { principal: _principal, ...context } = admin();
  return { ...context, pause: async () => {}, isStopping: () => false, ...change };
}

async function failed(count: number, columns: Record<string, unknown> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push((await insertFinished(owner, 'FAILED', columns)).taskId);
  return ids;
}

const read = (id: string) => getBulkOperation(admin(), id);
const stateOf = async (id: string) => (await owner.prisma.task.findUnique({ where: { id } }))?.state;
const rowsOf = async (id: string) =>
  new Map((await listBulkRows(admin(), { id, limit: 200 })).items.map((row) => [row.taskId, row]));

describe('previewBulkOperation', () => {
  it('counts exactly and shows the newest ten', async () => {
    const ids = await failed(12);
    await insertTask(owner);
    const { count, sample } = await previewBulkOperation(admin(), { action: 'retry', filter: { state: 'FAILED' } });
    expect(count).toBe(12);
    expect(sample.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 10));
    const named = await previewBulkOperation(admin(), { action: 'retry', ids: ids.slice(0, 2) });
    expect(named).toMatchObject({ count: 2, sample: [{ id: ids[1] }, { id: ids[0] }] });
    const unfinished = await previewBulkOperation(admin(), { action: 'move', filter: { state: 'FAILED' } });
    expect(unfinished.count).toBe(12);
  });

  it('counts by class and by words of an error as the list finds them', async () => {
    await insertFinished(owner, 'FAILED', {}, { error_class: 'a.Timeout', error_message: 'no answer' });
    await insertFinished(owner, 'FAILED', {}, { error_class: 'a.Other', error_message: 'refused' });
    const count = async (filter: object) => (await previewBulkOperation(admin(), { action: 'retry', filter })).count;
    expect(await count({ errorClass: 'a.Timeout' })).toBe(1);
    expect(await count({ text: 'ANSWER' })).toBe(1);
    expect(await count({ attemptState: 'FAILED' })).toBe(2);
  });

  it('refuses words without payload permission, and what an action does not know', async () => {
    const asked = { action: 'retry', filter: { text: 'secret' } } as const;
    const blind = contextOf(db, { userId, role: 'OPERATOR', canViewPayload: false });
    await expect(previewBulkOperation(blind, asked)).rejects.toEqual(refused('FORBIDDEN'));
    await expect(startBulkOperation(blind, { ...asked, reason })).rejects.toEqual(refused('FORBIDDEN'));
    const filter = {};
    await expect(previewBulkOperation(admin(), { action: 'retry', priority: 1, filter })).rejects.toEqual(
      refused('INVALID'),
    );
    await expect(previewBulkOperation(admin(), { action: 'retry' })).rejects.toEqual(refused('INVALID'));
  });
});

describe('startBulkOperation', () => {
  it('wants more than a hundred tasks confirmed, and refuses when many more match', async () => {
    await failed(102);
    const asked = { action: 'retry', filter: { state: 'FAILED' }, reason } as const;
    await expect(startBulkOperation(admin(), asked)).rejects.toEqual(refused('INVALID'));
    await expect(startBulkOperation(admin(), { ...asked, confirmedCount: 50 })).rejects.toEqual(refused('CONFLICT'));
    expect(await startBulkOperation(admin(), { ...asked, confirmedCount: 102 })).toMatchObject({ total: 102 });
  });

  it.each<[string, () => Context & ReturnType<typeof contextOf>, object, string]>([
    ['a viewer', () => contextOf(db, { userId, role: 'VIEWER' }), { action: 'retry' }, 'FORBIDDEN'],
    ['an operator who deletes', () => contextOf(db, { userId, role: 'OPERATOR' }), { action: 'delete' }, 'FORBIDDEN'],
    [
      'a key that may not enqueue and moves',
      () => keyContext(db, { scopes: ['tasks:operate'] }),
      { action: 'move', queue: 'default' },
      'FORBIDDEN',
    ],
    [
      'a key that does not reach the target queue',
      () => keyContext(db, { scopes: ['tasks:operate', 'tasks:write'], queues: ['mail'] }),
      { action: 'move', queue: 'default' },
      'FORBIDDEN',
    ],
    ['a move to no queue', admin, { action: 'move', queue: 'nowhere' }, 'INVALID'],
    ['no reason', admin, { action: 'retry', reason: ' ' }, 'INVALID'],
  ])('refuses %s', async (_, context, change, code) => {
    const asked = { filter: {}, reason, ...change } as Parameters<typeof startBulkOperation>[1];
    await expect(startBulkOperation(context(), asked)).rejects.toEqual(refused(code));
    expect(await owner.prisma.bulkOperation.count()).toBe(0);
  });

  it('lets a key of some queues see and touch its own operations and tasks only', async () => {
    const mine = await failed(1, { queue: 'mail' });
    await failed(1);
    const row = {
      name: 'ci',
      prefix: 'abcdefghij',
      secretHash: 'x',
      scopes: ['tasks:operate'],
      queues: ['mail'],
      createdBy: 'user:x',
    };
    const { id: keyId } = await owner.prisma.apiKey.create({ data: row });
    const key = keyContext(db, { keyId, scopes: ['tasks:read', 'tasks:operate'], queues: ['mail'] });
    const { id, total } = await startBulkOperation(key, { action: 'retry', filter: { state: 'FAILED' }, reason });
    const other = await startBulkOperation(admin(), { action: 'retry', filter: { state: 'FAILED' }, reason });
    expect(total).toBe(1);
    await owner.prisma.apiKey.update({ where: { id: keyId }, data: { scopes: ['tasks:read', 'tasks:operate'] } });
    await runBulkOperation(engine(), id);
    expect([...(await rowsOf(id)).keys()]).toEqual(mine);
    expect((await listBulkOperations(key)).items.map((one) => one.id)).toEqual([id]);
    await expect(getBulkOperation(key, other.id)).rejects.toEqual(refused('NOT_FOUND'));
  });
});

describe('runBulkOperation', () => {
  it('does to every task that matched at the start what the single action does, and says so', async () => {
    const ids = await failed(5);
    const { id } = await startBulkOperation(admin(), { action: 'retry', filter: { state: 'FAILED' }, reason });
    const late = await failed(1);
    await runBulkOperation(engine(), id);
    expect(await read(id)).toMatchObject({ state: 'DONE', total: 5, done: 5, skipped: 0, error: null });
    expect(await Promise.all(ids.map(stateOf))).toEqual(Array.from({ length: 5 }, () => 'QUEUED'));
    expect(await Promise.all(late.map(stateOf))).toEqual(['FAILED']);
    const event = await owner.prisma.taskEvent.findFirst({ where: { taskId: ids[0] ?? '' } });
    expect(event).toMatchObject({ kind: 'retried_by_hand', reason: `${reason} (bulk operation ${id})` });
    const audits = await owner.prisma.auditLog.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } });
    expect(audits).toMatchObject([
      { action: 'bulk.start', reason, actor: 'user:ada@example.com' },
      { action: 'bulk.end', after: { state: 'DONE', done: 5, skipped: 0, total: 5 } },
    ]);
  });

  it('skips what the single action refuses, with its reason', async () => {
    const queued = await insertTask(owner);
    const [over = ''] = await failed(1);
    const gone = '00000000-0000-7000-8000-00000000dead';
    const { id } = await startBulkOperation(admin(), { action: 'cancel', ids: [queued, over, gone], reason });
    await runBulkOperation(engine(), id);
    expect(await read(id)).toMatchObject({ state: 'DONE', total: 3, done: 1, skipped: 2 });
    const rows = await rowsOf(id);
    expect(rows.get(queued)).toMatchObject({ outcome: 'DONE', message: null });
    expect(rows.get(over)).toMatchObject({ outcome: 'SKIPPED', message: expect.stringContaining('FAILED already') });
    expect(rows.get(gone)).toMatchObject({ outcome: 'SKIPPED', message: expect.stringContaining('no such task') });
  });

  it('changes priority, moves, and delays', async () => {
    await putQueue(admin(), { name: 'slow', settings: {} });
    const task = await insertTask(owner);
    const runAt = new Date(Date.now() + 3_600_000);
    for (const change of [
      { action: 'priority', priority: 7 },
      { action: 'move', queue: 'slow' },
      { action: 'delay', runAt },
    ] as const) {
      const { id } = await startBulkOperation(admin(), { ...change, ids: [task], reason });
      await runBulkOperation(engine(), id);
      expect(await read(id)).toMatchObject({ state: 'DONE', done: 1 });
    }
    expect(await owner.prisma.task.findUnique({ where: { id: task } })).toMatchObject({
      priority: 7,
      queue: 'slow',
      runAt,
    });
  });

  it('deletes what is finished, and keeps what is pinned, waits, or was retried by one that waits', async () => {
    const over = { finished_at: new Date(), released_at: new Date() };
    const free = (await insertFinished(owner, 'SUCCEEDED', {}, over)).taskId;
    const pinned = (await insertFinished(owner, 'SUCCEEDED', { pinned: true }, over)).taskId;
    const parent = (await insertFinished(owner, 'FAILED', {}, over)).taskId;
    const child = await insertTask(owner, { retried_from: parent });
    const { id } = await startBulkOperation(admin(), { action: 'delete', filter: {}, reason });
    await runBulkOperation(engine(), id);
    expect(await read(id)).toMatchObject({ state: 'DONE', done: 1, skipped: 3 });
    expect(await Promise.all([free, pinned, parent, child].map(stateOf))).toEqual([
      undefined,
      'SUCCEEDED',
      'FAILED',
      'QUEUED',
    ]);
    const rows = await rowsOf(id);
    expect(rows.get(pinned)?.message).toContain('pinned');
    expect(rows.get(parent)?.message).toContain('retried from this one');
    expect(rows.get(child)?.message).toContain('only finished tasks');
  });

  it('goes on after a restart where it was, does no task twice, and counts each once', async () => {
    const ids = await failed(6);
    const { id } = await startBulkOperation(admin(), {
      action: 'retry',
      filter: { state: 'FAILED' },
      perSecond: 2,
      reason,
    });
    // The process dies after its second portion was worked on, before it was counted.
    let portions = 0;
    const dying = { ...engine(), pause: async () => void (portions += 1), isStopping: () => portions >= 3 };
    await runBulkOperation(dying, id);
    const { done } = await read(id);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(6);
    await owner.pool.query(`
      UPDATE raydeck.bulk_operation_row SET outcome = 'PENDING', at = NULL;
      UPDATE raydeck.bulk_operation SET done = 0, state = 'RUNNING'`);
    await runBulkOperation(engine(), id);
    expect(await read(id)).toMatchObject({ state: 'DONE', total: 6, done: 6, skipped: 0 });
    expect(await owner.prisma.taskEvent.count({ where: { kind: 'retried_by_hand', taskId: { in: ids } } })).toBe(6);
  });

  it('is handed over once, again when a run left it, and again when it does not get on', async () => {
    const ids = await failed(2);
    const { id } = await startBulkOperation(admin(), { action: 'retry', ids, perSecond: 1, reason });
    const sent: string[] = [];
    const hand = () => queueBulkOperations(db, async (_tx, operations) => void sent.push(...operations));
    expect([await hand(), await hand()]).toEqual([1, 0]);
    let portions = 0;
    await runBulkOperation(engine({ pause: async () => void (portions += 1), isStopping: () => portions > 0 }), id);
    expect([await hand(), await hand()]).toEqual([1, 0]);
    await owner.pool.query(`UPDATE raydeck.bulk_operation SET queued_at = clock_timestamp() - interval '61 seconds'`);
    expect(await hand()).toBe(1);
    await runBulkOperation(engine(), id);
    expect([await hand(), sent]).toEqual([0, [id, id, id]]);
  });

  it('an earlier run stops once a later one has the operation', async () => {
    const ids = await failed(4);
    const { id } = await startBulkOperation(admin(), { action: 'retry', ids, perSecond: 1, reason });
    let isTaken = false;
    const early = engine({
      pause: async () => {
        if (isTaken) throw new Error('The earlier run went on.');
        isTaken = true;
        await runBulkOperation(engine(), id);
      },
    });
    await runBulkOperation(early, id);
    expect(await read(id)).toMatchObject({ state: 'DONE', done: 4, skipped: 0 });
  });

  it('ends when it is aborted; what was done stays done', async () => {
    const ids = await failed(4);
    const { id } = await startBulkOperation(admin(), { action: 'retry', ids, perSecond: 1, reason });
    const pause = async () => void (await abortBulkOperation(admin(), { id, reason: 'wrong ones' }));
    await runBulkOperation(engine({ pause }), id);
    expect(await read(id)).toMatchObject({ state: 'ABORTED', total: 4, done: 1, skipped: 0 });
    expect((await listBulkRows(admin(), { id, outcome: 'PENDING' })).items).toHaveLength(3);
    await expect(abortBulkOperation(admin(), { id })).rejects.toEqual(refused('CONFLICT'));
    await runBulkOperation(engine(), id);
    expect(await read(id)).toMatchObject({ state: 'ABORTED', done: 1 });
  });

  it.each([
    ['lost the role', { role: 'VIEWER' as const }, 'allows bulk.write'],
    ['is disabled', { disabledAt: new Date() }, 'gone or disabled'],
  ])('ends before the next portion when whoever asked %s', async (_, change, error) => {
    const ids = await failed(3);
    const { id } = await startBulkOperation(admin(), { action: 'retry', ids, perSecond: 1, reason });
    const pause = async () => void (await owner.prisma.user.update({ where: { id: userId }, data: change }));
    await runBulkOperation(engine({ pause }), id);
    expect(await read(id)).toMatchObject({ state: 'FAILED', done: 1, error: expect.stringContaining(error) });
  });

  it('ends when whoever asked may no longer read what its words look for', async () => {
    await insertFinished(owner, 'FAILED', {}, { error_class: 'a.B', error_message: 'no answer' });
    const { id } = await startBulkOperation(admin(), { action: 'retry', filter: { text: 'answer' }, reason });
    await owner.prisma.user.update({ where: { id: userId }, data: { canViewPayload: false } });
    await runBulkOperation(engine(), id);
    expect(await read(id)).toMatchObject({ state: 'FAILED', done: 0 });
    const blind = contextOf(db, { userId, role: 'OPERATOR', canViewPayload: false });
    expect((await getBulkOperation(blind, id)).filter).toMatchObject({ text: '…' });
  });
});

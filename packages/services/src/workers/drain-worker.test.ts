import { claim, endLease, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { succeedWorker } from '@raydeck/db';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { contextOf } from '../reading/fixtures.ts';
import { drainWorker } from './drain-worker.ts';
import { listWorkers } from './list-workers.ts';
import { resumeWorker } from './resume-worker.ts';

let db: TestDatabase;
let operator: Context;

beforeAll(async () => {
  db = await testDatabase();
  operator = contextOf(db, { role: 'OPERATOR' });
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.task, raydeck.worker CASCADE'));

describe('drainWorker', () => {
  it('lets the worker claim nothing, until it is resumed; others go on', async () => {
    const [drained, other] = [await newWorker(db), await newWorker(db)];
    await enqueue(db, {}, {});
    await drainWorker(operator, { id: drained, reason: 'the machine is replaced' });
    expect(await claim(db, drained)).toEqual([]);
    expect(await claim(db, other, { limit: 1 })).toHaveLength(1);
    expect(await listWorkers(operator)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: drained,
          drainedBy: 'user:ada@example.com',
          drainedReason: 'the machine is replaced',
        }),
        expect.objectContaining({ id: other, drainedAt: null }),
      ]),
    );
    await resumeWorker(operator, { id: drained });
    expect(await claim(db, drained)).toHaveLength(1);
    const rows = await db.prisma.auditLog.findMany({ where: { targetId: drained }, orderBy: { id: 'asc' } });
    expect(rows.map(({ action, reason }) => [action, reason])).toEqual([
      ['worker.drain', 'the machine is replaced'],
      ['worker.resume', null],
    ]);
  });

  it('holds for the process that takes a new id', async () => {
    const id = await newWorker(db);
    await enqueue(db, {});
    await drainWorker(operator, { id, reason: 'a test' });
    await endLease(db, id);
    const next = randomUUID();
    expect(await db.run(succeedWorker, [next, id, 600])).toEqual([{ id: next }]);
    expect(await claim(db, next)).toEqual([]);
    expect(await db.run(succeedWorker, [randomUUID(), randomUUID(), 600])).toEqual([]);
  });

  it('is refused twice, for a worker that is gone, and to viewers', async () => {
    const id = await newWorker(db);
    const input = { id, reason: 'a test' };
    await expect(resumeWorker(operator, { id })).rejects.toMatchObject({ code: 'CONFLICT' });
    await drainWorker(operator, input);
    await expect(drainWorker(operator, input)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(drainWorker(operator, { id: randomUUID(), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(drainWorker(contextOf(db), input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const gone = await newWorker(db);
    await endLease(db, gone);
    await expect(drainWorker(operator, { id: gone, reason: 'x' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

import { claim, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drainCluster } from '../clusters/drain-cluster.ts';
import { resumeCluster } from '../clusters/resume-cluster.ts';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { getControl } from './get-control.ts';
import { pauseAll } from './pause-all.ts';
import { resumeAll } from './resume-all.ts';

let db: TestDatabase;
let workerId: string;
const address = 'http://ray:8265';

beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(
    `INSERT INTO raydeck.cluster (address, reachable) VALUES ('http://ray:8265', true), ('http://b:8265', true)`,
  );
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.audit_log`);
  workerId = await newWorker(db);
  await enqueue(db, {}, { runner: 'local' });
});
afterAll(() => db.close());

const operator = () => contextOf(db, { role: 'OPERATOR' });
const audits = () => db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } });

describe('a pause over all queues', () => {
  it('lets nothing be claimed until it ends, and says who paused and why', async () => {
    await pauseAll(operator(), { reason: 'the lake is full' });
    expect(await claim(db, workerId)).toEqual([]);
    expect(await getControl(operator())).toMatchObject({
      paused: true,
      pausedReason: 'the lake is full',
      pausedBy: 'user:ada@example.com',
    });
    await expect(pauseAll(operator(), { reason: 'again' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await resumeAll(operator(), {});
    expect(await claim(db, workerId)).toHaveLength(2);
    await expect(resumeAll(operator(), {})).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await audits()).toMatchObject([
      { action: 'control.pause', reason: 'the lake is full' },
      { action: 'control.resume', reason: null },
    ]);
  });

  it('is told to several who ask at once', async () => {
    const asked = await Promise.all([getControl(operator()), getControl(operator())]);
    expect(asked).toMatchObject([{ paused: false }, { paused: false }]);
  });

  it('needs a reason, and reach over everything', async () => {
    await expect(pauseAll(operator(), { reason: ' ' })).rejects.toMatchObject({ code: 'INVALID', path: 'reason' });
    const limited = keyContext(db, { scopes: ['tasks:operate'], queues: ['default'] });
    for (const context of [contextOf(db, { role: 'VIEWER' }), limited])
      await expect(pauseAll(context, { reason: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a drained cluster', () => {
  it('gets nothing new, while other clusters and the local runner do', async () => {
    await drainCluster(operator(), { address, reason: 'an upgrade' });
    expect(await claim(db, workerId)).toMatchObject([{ runner: 'local' }]);
    await expect(drainCluster(operator(), { address, reason: 'x' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await claim(db, workerId, { rayAddress: 'http://b:8265' })).toMatchObject([{ runner: 'ray_job' }]);
    await enqueue(db, {});
    expect(await claim(db, workerId)).toEqual([]);
    await resumeCluster(operator(), { address });
    expect(await claim(db, workerId)).toMatchObject([{ runner: 'ray_job' }]);
    expect(await audits()).toMatchObject([
      { action: 'cluster.drain', targetId: address, reason: 'an upgrade' },
      { action: 'cluster.resume', targetId: address },
    ]);
  });

  it('must be one that a worker has seen', async () => {
    const unknown = 'http://nowhere:8265';
    await expect(drainCluster(operator(), { address: unknown, reason: 'x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(resumeCluster(operator(), { address: unknown })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(resumeCluster(operator(), { address })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

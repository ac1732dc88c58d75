import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, insertFinished, keyContext } from '../reading/fixtures.ts';
import { changeRetention } from './change-retention.ts';
import { getRetention } from './get-retention.ts';
import { previewRetention } from './preview-retention.ts';
import { daysAgo, prune } from './retention.fixture.ts';
import { startRetention } from './start-retention.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() =>
  db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.audit_log, raydeck.retention_run;
    UPDATE raydeck.queue SET retention = NULL; UPDATE raydeck.retention SET settings = '{}'`),
);

const admin = () => contextOf(db, { role: 'ADMIN' });

async function ended(state: 'SUCCEEDED' | 'FAILED', days: number, task: Record<string, unknown> = {}): Promise<void> {
  const finished = { finished_at: daysAgo(days) };
  await insertFinished(db, state, { ...finished, ...task }, { ...finished, released_at: daysAgo(days) });
}

describe('previewRetention', () => {
  it('tells by queue and state what a run would delete, deletes nothing, and is what the run then does', async () => {
    for (const days of [9, 8, 1]) await ended('SUCCEEDED', days);
    await ended('FAILED', 31, { queue: 'gone' });
    await ended('FAILED', 400, { pinned: true });
    const { items, pinned, isPartial, nextRunAt } = await previewRetention(admin());
    expect(items).toMatchObject([
      { queue: 'default', state: 'SUCCEEDED', keepDays: 7, due: { count: 2, isCapped: false } },
      { queue: 'gone', state: 'FAILED', keepDays: 30, due: { count: 1, isCapped: false } },
    ]);
    expect(items[0]?.oldestAt.getTime()).toBeCloseTo(daysAgo(9).getTime(), -4);
    expect({ pinned: pinned.count, isPartial }).toEqual({ pinned: 1, isPartial: false });
    expect(nextRunAt.getTime()).toBeGreaterThan(Date.now());
    expect(await db.prisma.task.count()).toBe(5);
    await prune(db);
    expect(await db.prisma.task.count()).toBe(2);
    expect((await previewRetention(admin())).items).toMatchObject([{ due: { count: 0 } }]);
  });

  it('counts nothing of what is kept for ever', async () => {
    await changeRetention(admin(), { succeededDays: 'forever', auditDays: 'forever' });
    await ended('SUCCEEDED', 9_000);
    expect(await previewRetention(admin())).toMatchObject({
      items: [{ keepDays: 'forever', due: { count: 0 } }],
      audit: { keepDays: 'forever', due: { count: 0 } },
    });
  });
});

describe('The settings of retention', () => {
  it('change what is named, with an audit row, and nothing the second time', async () => {
    await changeRetention(admin(), { succeededDays: 2, reason: 'space' });
    await changeRetention(admin(), { succeededDays: 2 });
    await changeRetention(admin(), { auditDays: 30 });
    const { settings } = await getRetention(admin());
    expect(settings).toEqual({ succeededDays: 2, failedDays: 30, canceledDays: 30, auditDays: 30 });
    expect(await db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { action: 'retention.update', reason: 'space', before: { succeededDays: 7 }, after: { succeededDays: 2 } },
      { action: 'retention.update', before: { auditDays: 400 }, after: { auditDays: 30 } },
    ]);
  });

  it.each([{ succeededDays: 0 }, { failedDays: 'never' }, { auditDays: 29 }, { canceledDays: 36_501 }])(
    'refuse %j',
    async (change) => {
      const [path] = Object.keys(change);
      await expect(changeRetention(admin(), change as never)).rejects.toMatchObject({ code: 'INVALID', path });
    },
  );

  it('are changed by administrators, and read by keys that reach everything', async () => {
    const operator = contextOf(db, { role: 'OPERATOR' });
    const narrow = keyContext(db, { scopes: ['admin'], queues: ['mail'] });
    for (const context of [operator, narrow]) {
      await expect(changeRetention(context, { succeededDays: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(startRetention(context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await expect(getRetention(narrow)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await getRetention(operator)).toMatchObject({ runs: [] });
  });
});

describe('startRetention', () => {
  it('asks for one run, which the state then shows', async () => {
    const { id } = await startRetention(admin(), { reason: 'disk is full' });
    expect(await startRetention(admin())).toEqual({ id });
    expect((await getRetention(admin())).runs).toMatchObject([
      { id, requestedBy: admin().principal.id, startedAt: null },
    ]);
    await ended('FAILED', 31);
    await prune(db);
    expect((await getRetention(admin())).runs).toMatchObject([{ id, tasks: 1, attempts: 1, batches: 1 }]);
  });
});

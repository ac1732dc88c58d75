import { randomUUID } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import { type Login, loginAs, testDatabase, type TestDatabase, untilBlocked } from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimTask, readTask } from '../attempts/attempt.fixture.ts';
import type { Context } from '../context.ts';
import { contextOf, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { editTask } from './edit-task.ts';
import { enqueueTasks } from './enqueue-tasks.ts';

let db: TestDatabase;
let app: Login;
const soon = new Date(Date.now() + 3_600_000);

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
  await db.pool.query(
    `INSERT INTO raydeck.profile (name, version, created_by) VALUES ('code', 1, 'test'), ('gpu', 1, 'test')`,
  );
  await db.pool.query(`INSERT INTO raydeck.queue (name, allowed_callables, runner, allowed_runners) VALUES
    ('mail', '{}', NULL, '{}'), ('narrow', '{blog}', NULL, '{}'), ('jobs', '{}', 'ray_job', '{ray_job}')`);
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const operator = () => contextOf(app, { role: 'OPERATOR' });
/** `CODE path` of a refusal. */
async function verdictOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (!(error instanceof RaydeckError)) throw error;
    return `${error.code} ${error.path ?? ''}`.trim();
  }
}

const waiting = (columns: object = {}) => insertTask(db, { run_at: soon, ...columns });

describe('editTask', () => {
  it('changes what is named and leaves the rest, with the reason on the timeline and in the audit log', async () => {
    const id = await waiting({ priority: 3, expires_at: soon });
    expect(await editTask(operator(), { id, priority: 9, reason: 'urgent' })).toEqual({ state: 'QUEUED' });
    expect(await readTask(app, id)).toMatchObject({ priority: 9, runAt: soon, expiresAt: soon, queue: 'default' });
    const runAt = new Date(Date.now() + 7_200_000);
    await editTask(operator(), { id, runAt, expiresAt: null, queue: 'mail' });
    const task = await readTask(app, id);
    expect(task).toMatchObject({ priority: 9, runAt, expiresAt: null, queue: 'mail', state: 'QUEUED' });
    expect(task.events).toMatchObject([{ kind: 'edited', reason: 'urgent' }, { kind: 'edited' }]);
    const audited = await db.prisma.auditLog.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } });
    expect(audited).toMatchObject([
      { action: 'task.edit', reason: 'urgent', before: { priority: 3 }, after: { priority: 9 } },
      { before: { queue: 'default', expiresAt: soon.toISOString() }, after: { queue: 'mail', expiresAt: null } },
    ]);
  });

  it.each([
    ['a move', { queue: 'mail' }, false],
    ['another time', { runAt: soon }, false],
    ['another priority', { priority: 1 }, true],
  ])('asks for a place anew after %s: parked is then %s', async (_what, edit, parked) => {
    const id = await waiting({ concurrency_key: 'k', parked: true });
    await editTask(operator(), { id, ...edit });
    expect(await db.prisma.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ parked });
  });

  it('is a CONFLICT once the task runs or is over, and leaves no trace', async () => {
    const { taskId: over } = await insertFinished(db, 'FAILED');
    for (const id of [(await claimTask(app)).taskId, over]) {
      await expect(editTask(operator(), { id, priority: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await db.prisma.auditLog.count({ where: { targetId: id } })).toBe(0);
    }
  });

  it('waits for a claim that is under way, and then says CONFLICT', async () => {
    const id = await waiting();
    const claiming = await db.pool.connect();
    await claiming.query('BEGIN');
    await claiming.query(`UPDATE raydeck.task SET state = 'RUNNING', attempt_count = 1 WHERE id = $1`, [id]);
    const edited = verdictOf(editTask(operator(), { id, queue: 'mail' }));
    await untilBlocked(db);
    await claiming.query('COMMIT');
    claiming.release();
    expect(await edited).toBe('CONFLICT');
    expect(await readTask(app, id)).toMatchObject({ state: 'RUNNING', queue: 'default' });
  });

  it('finds no task that is none', async () => {
    for (const id of [randomUUID(), 'junk', '', '\0']) {
      await expect(editTask(operator(), { id, priority: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('a move', () => {
  const move = (context: Context, id: string, queue: string) => verdictOf(editTask(context, { id, queue }));

  it('needs a queue that is there and lets the task in', async () => {
    expect(await move(operator(), await waiting(), 'absent')).toBe('NOT_FOUND queue');
    expect(await move(operator(), await waiting(), 'narrow')).toBe('FORBIDDEN queue');
    expect(await move(operator(), await waiting({ callable: 'blog.post' }), 'narrow')).toBe('done');
    expect(await move(operator(), await waiting({ runner: 'local' }), 'jobs')).toBe('FORBIDDEN queue');
    expect(await move(operator(), await waiting(), 'jobs')).toBe('done');
  });

  it('needs the right to enqueue besides the right to edit, and both queues in reach', async () => {
    const key = (limits: Parameters<typeof keyContext>[1]) =>
      keyContext(app, { scopes: ['tasks:operate', 'tasks:write'], ...limits });
    expect(await move(contextOf(app, { role: 'VIEWER' }), await waiting(), 'mail')).toBe('FORBIDDEN');
    expect(await move(key({ scopes: ['tasks:operate'] }), await waiting(), 'mail')).toBe('FORBIDDEN');
    expect(await move(key({ scopes: ['tasks:write'] }), await waiting(), 'mail')).toBe('FORBIDDEN');
    expect(await move(key({ queues: ['default'] }), await waiting(), 'mail')).toBe('FORBIDDEN');
    expect(await move(key({ queues: ['mail'] }), await waiting(), 'mail')).toBe('NOT_FOUND');
    expect(await move(key({ callables: ['blog'] }), await waiting(), 'mail')).toBe('NOT_FOUND');
    expect(await move(key({ ownTasksOnly: true }), await waiting(), 'mail')).toBe('NOT_FOUND');
    expect(await move(key({ queues: ['default', 'mail'] }), await waiting(), 'mail')).toBe('done');
    // Time and priority yield nothing new: they need no right to enqueue.
    const id = await waiting();
    expect(await editTask(key({ scopes: ['tasks:operate'] }), { id, priority: 1 })).toEqual({ state: 'QUEUED' });
  });

  it('is refused exactly when the door would refuse the task in that queue', async () => {
    const prefix = fc.constantFrom('shop', 'shop.tasks', 'shop.tasks.charge', 'sho', 'blog', 'shop.tasks.charge.x');
    const given = fc.record({
      prefixes: fc.array(prefix, { maxLength: 3 }),
      callable: fc.constantFrom('shop.tasks.charge', 'shop.tasks', 'shopping.tasks', 'blog.post'),
      runners: fc.constantFrom([], ['local'], ['ray_job'], ['local', 'ray_job']),
      runner: fc.constantFrom(null, 'local' as const, 'ray_job' as const),
      own: fc.constantFrom(null, 'code'),
      profiles: fc.constantFrom([], ['gpu'], ['*'], ['code', 'gpu']),
      profile: fc.constantFrom(null, 'code', 'gpu'),
      role: fc.constantFrom('OPERATOR' as const, 'ADMIN' as const),
      exists: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ prefixes, callable, runners, runner, own, profiles, profile, role, exists }) => {
        await db.pool.query(`DELETE FROM raydeck.queue WHERE name = 'target'`);
        if (exists) {
          await db.pool.query(
            `INSERT INTO raydeck.queue (name, allowed_callables, runner, allowed_runners, profile, allowed_profiles)
            VALUES ('target', $1, $2, $3, $4, $5)`,
            [prefixes, runners[0] ?? null, runners, own, profiles],
          );
        }
        const who = contextOf(app, { role });
        const task = { callable, queue: 'target', ...(runner && { runner }), ...(profile && { profile }) };
        const entering = await verdictOf(enqueueTasks(who, [task]));
        const moving = await move(who, await waiting({ callable, runner, profile }), 'target');
        expect(moving.split(' ')[0]).toBe(entering.split(' ')[0]);
      }),
      { numRuns: 150 },
    );
  });
});

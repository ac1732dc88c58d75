import { type Login, loginAs, testDatabase, type TestDatabase, untilBlocked } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { runTaskNow } from './run-task-now.ts';

let db: TestDatabase;
let app: Login;
const later = new Date(Date.now() + 3_600_000);

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const operator = () => contextOf(app, { role: 'OPERATOR' });
const isDue = async (id: string) => {
  const { rows } = await db.pool.query<{ due: boolean }>(
    'SELECT run_at <= clock_timestamp() AS due FROM raydeck.task WHERE id = $1',
    [id],
  );
  return rows[0]?.due;
};

describe('runTaskNow', () => {
  it('makes a task due by the database’s clock, and says who did so and why, once', async () => {
    const id = await insertTask(db, { run_at: later, failures: 1 });
    expect(await runTaskNow(operator(), { id, reason: 'the lake is back' })).toEqual({ state: 'QUEUED' });
    expect(await isDue(id)).toBe(true);
    await runTaskNow(operator(), { id, reason: 'again' });
    expect(await db.prisma.taskEvent.findMany({ where: { taskId: id } })).toMatchObject([
      { kind: 'edited', reason: 'the lake is back', data: { before: { runAt: later.toISOString() } } },
    ]);
    expect(await db.prisma.auditLog.findMany({ where: { targetId: id } })).toMatchObject([
      { action: 'task.edit', actorRole: 'OPERATOR', reason: 'the lake is back' },
    ]);
  });

  it('leaves a task alone that is not QUEUED, or out of reach, and people who may only look', async () => {
    const { taskId } = await insertFinished(db, 'FAILED');
    await expect(runTaskNow(operator(), { id: taskId })).rejects.toMatchObject({ code: 'CONFLICT' });
    const id = await insertTask(db, { run_at: later });
    const key = keyContext(app, { scopes: ['tasks:operate'], queues: ['another'] });
    await expect(runTaskNow(key, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(runTaskNow(contextOf(app), { id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await isDue(id)).toBe(false);
  });

  it('waits for a claim that is under way, and then finds the task gone from its queue', async () => {
    const id = await insertTask(db, { run_at: new Date(Date.now() - 1_000) });
    const client = await db.pool.connect();
    await client.query('BEGIN');
    await client.query(`UPDATE raydeck.task SET state = 'RUNNING', attempt_count = 1 WHERE id = $1`, [id]);
    const asked = runTaskNow(operator(), { id });
    await untilBlocked(db);
    await client.query('COMMIT');
    client.release();
    await expect(asked).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

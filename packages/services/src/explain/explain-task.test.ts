import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  contextOf as readingContextOf,
  insertAttempt,
  insertFinished,
  insertTask,
  keyContext,
} from '../reading/fixtures.ts';
import { explainTask } from './explain-task.ts';

let db: TestDatabase;
const contextOf = (...given: Parameters<typeof readingContextOf>) => ({
  ...readingContextOf(...given),
  stuckSeconds: 300,
});
const explained = (id: string) => explainTask(contextOf(db), id);
const codesOf = async (id: string) => (await explained(id)).reasons.map(({ code }) => code);

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A queue of its own with these columns; returns its name. */
async function insertQueue(columns: Record<string, unknown> = {}): Promise<string> {
  const name = `q${randomUUID().slice(0, 8)}`;
  const all = { name, ...columns };
  const names = Object.keys(all);
  const text = `INSERT INTO raydeck.queue (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`;
  await db.pool.query(text, Object.values(all));
  return name;
}

/** A live worker of this queue, with the places that it has. */
async function insertWorker(queue: string, concurrency = 4): Promise<string> {
  const id = randomUUID();
  await db.pool.query(
    `INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at)
    VALUES ($1, 'w', 'h', 1, '1', ARRAY[$2], ARRAY['ray_job'], $3, clock_timestamp() + interval '1 hour')`,
    [id, queue, concurrency],
  );
  return id;
}

const attemptIn = (queue: string, taskId: string, columns: Record<string, unknown> = {}) =>
  insertAttempt(db, taskId, { slot_queue: queue, ...columns });

describe('a queued task is told', () => {
  it('who paused its queue and why, without what nobody is shown', async () => {
    const pause = { paused: true, paused_by: 'user:ada', paused_at: new Date(), paused_reason: 'password=hunter2' };
    const queue = await insertQueue(pause);
    const { title, reasons } = await explained(await insertTask(db, { queue }));
    expect(title).toBe('Why it does not run');
    expect(reasons[0]).toMatchObject({ code: 'queue_paused', help: [{ action: 'resume_queue', target: queue }] });
    expect(reasons[0].text).toContain('paused by user:ada');
    expect(JSON.stringify(reasons)).not.toContain('hunter2');
  });

  it('that nobody serves it, that its worker is full, and who holds the places of its limit', async () => {
    const queue = await insertQueue({ concurrency_limit: 1 });
    const waiting = await insertTask(db, { queue });
    expect(await codesOf(waiting)).toEqual(['no_worker']);
    const worker = await insertWorker('another');
    expect(await codesOf(waiting)).toEqual(['no_worker_for_queue']);
    await db.pool.query('UPDATE raydeck.worker SET queues = ARRAY[$2], concurrency = 1 WHERE id = $1', [worker, queue]);
    const holder = await insertTask(db, { queue, state: 'RUNNING', attempt_count: 1, callable: 'shop.holds' });
    await attemptIn(queue, holder, { worker_id: worker });
    expect(await codesOf(waiting)).toEqual(['workers_full']);
    await db.pool.query(
      'INSERT INTO raydeck.limit_counter (queue, live) VALUES ($1, 1) ON CONFLICT (queue) DO UPDATE SET live = 1',
      [queue],
    );
    const [first] = (await explained(waiting)).reasons;
    expect(first).toMatchObject({ code: 'queue_full', holders: [{ taskId: holder, callable: 'shop.holds' }] });
    const key = { ...keyContext(db, { queues: [queue], callables: ['shop.tasks'] }), stuckSeconds: 300 };
    expect((await explainTask(key, waiting)).reasons[0].holders).toEqual([]);
  });

  it('how many come before it: of its priority the older ones, and all above that are due', async () => {
    const queue = await insertQueue();
    await insertWorker(queue);
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    const waiting = await insertTask(db, { queue, priority: 5, run_at: at(-60) });
    for (const [priority, seconds] of [
      [5, -90],
      [5, -30],
      [7, -30],
      [9, -30],
      [9, 600],
      [1, -90],
    ] as const) {
      await insertTask(db, { queue, priority, run_at: at(seconds) });
    }
    const [first] = (await explained(waiting)).reasons;
    expect(first).toMatchObject({ code: 'in_line', text: expect.stringContaining('after 3 due tasks') });
    const own = { ...keyContext(db, { ownTasksOnly: true, callables: [] }), stuckSeconds: 300 };
    await db.pool.query('UPDATE raydeck.task SET created_by = $2 WHERE id = $1', [waiting, own.principal.id]);
    expect((await explainTask(own, waiting)).reasons[0].text).not.toContain('3');
  });

  it('that it is parked behind its key, and that a rate holds it', async () => {
    const queue = await insertQueue({ key_limit: 1, rate_tasks: 1, rate_seconds: 3_600 });
    const worker = await insertWorker(queue);
    const holder = await insertTask(db, { queue, state: 'RUNNING', attempt_count: 1 });
    await attemptIn(queue, holder, { worker_id: worker, slot_key: 'k' });
    const parked = await insertTask(db, { queue, parked: true, concurrency_key: 'k' });
    await db.pool.query('INSERT INTO raydeck.key_counter (queue, key, live, parked) VALUES ($1, $2, 1, 1)', [
      queue,
      'k',
    ]);
    const [first] = (await explained(parked)).reasons;
    expect(first).toMatchObject({
      code: 'key_full',
      text: expect.stringContaining('1 of 1'),
      holders: [{ taskId: holder }],
    });
    await db.pool.query(
      `INSERT INTO raydeck.limit_counter (queue, live, tokens, refilled_at) VALUES ($1, 1, 0, clock_timestamp())
      ON CONFLICT (queue) DO UPDATE SET live = 1, tokens = 0, refilled_at = clock_timestamp()`,
      [queue],
    );
    expect(await codesOf(await insertTask(db, { queue }))).toEqual(['rate_limited']);
  });

  it('that its cluster can never hold it, or is away', async () => {
    const queue = await insertQueue();
    const worker = await insertWorker(queue);
    const address = `http://${queue}:8265`;
    await db.pool.query('UPDATE raydeck.worker SET ray_address = $2 WHERE id = $1', [worker, address]);
    const snapshot = { nodes: [{ cpu: 4, gpu: 0 }] };
    await db.pool.query(`INSERT INTO raydeck.cluster (address, reachable, snapshot) VALUES ($1, true, $2)`, [
      address,
      snapshot,
    ]);
    const waiting = await insertTask(db, { queue, resources: { numGpus: 1 } });
    expect(await codesOf(waiting)).toEqual(['never_fits']);
    await db.pool.query(`UPDATE raydeck.cluster SET reachable = false, error = 'refused' WHERE address = $1`, [
      address,
    ]);
    expect((await explained(waiting)).reasons[0]).toMatchObject({ code: 'cluster_unreachable', quote: 'refused' });
  });
});

describe('a running task is told', () => {
  it('how its set-up goes, to those who may read logs', async () => {
    const queue = await insertQueue();
    const worker = await insertWorker(queue);
    const id = await insertTask(db, { queue, state: 'RUNNING', attempt_count: 1 });
    const submitted = {
      state: 'SUBMITTED',
      started_at: null,
      execution_id: null,
      log_tail: 'pip\nCollecting numpy\n\n',
    };
    await insertAttempt(db, id, { ...submitted, worker_id: worker });
    expect((await explained(id)).reasons[0]).toMatchObject({ code: 'setting_up', quote: 'Collecting numpy' });
    const blind = contextOf(db, { canViewPayload: false });
    expect((await explainTask(blind, id)).reasons[0]).toMatchObject({ code: 'setting_up', quote: null });
  });

  it('its sign of life, its timeout, and that its worker is gone', async () => {
    const queue = await insertQueue({ timeout_seconds: 60 });
    const worker = await insertWorker(queue);
    const id = await insertTask(db, { queue, state: 'RUNNING', attempt_count: 1 });
    await insertAttempt(db, id, { worker_id: worker });
    expect(await codesOf(id)).toEqual(['running', 'times_out']);
    await db.pool.query('UPDATE raydeck.worker SET stopped_at = clock_timestamp() WHERE id = $1', [worker]);
    expect(await codesOf(id)).toEqual(['worker_gone', 'running', 'times_out']);
  });
});

describe('a task that is over is told', () => {
  it('who canceled it, and not who did so before it was retried', async () => {
    const { taskId } = await insertFinished(
      db,
      'FAILED',
      { failures: 1, max_attempts: 1 },
      { error_class: 'shop.Busy' },
    );
    const insertEvent = (kind: string, reason: string) =>
      db.pool.query(`INSERT INTO raydeck.task_event (task_id, kind, actor, reason) VALUES ($1, $2, 'user:bob', $3)`, [
        taskId,
        kind,
        reason,
      ]);
    await insertEvent('canceled', 'wrong day');
    await insertEvent('retried_by_hand', 'right day');
    const { title, reasons } = await explained(taskId);
    expect(title).toBe('How it ended');
    expect(reasons.map(({ code }) => code)).toEqual(['failed', 'still_ending']);
    expect(reasons[0].text).toContain('shop.Busy');
  });
});

it('is not told to whom the task is out of reach, nor of junk', async () => {
  const id = await insertTask(db, { queue: 'hidden' });
  const context = { ...keyContext(db, { queues: ['default'] }), stuckSeconds: 300 };
  for (const asked of [id, 'junk', '\u0000']) {
    await expect(explainTask(context, asked)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});

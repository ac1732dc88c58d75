import type { Principal } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { createDatabaseStorage, storageOver } from '@raydeck/storage';
import type { Context } from '../context.ts';

/** For tests only: contexts and rows as the other verbs would leave them. */
export function contextOf(db: Database, principal: Partial<Principal> = {}) {
  const notifier = { ready: () => {}, changed: () => {}, cancel: () => {}, orphans: () => {}, flush: async () => {} };
  const defaults = { runner: 'ray_job' as const, maxAttempts: 3 };
  const storage = storageOver(createDatabaseStorage(db));
  const who = { ...person, ...principal } as Principal;
  const context: Context = { db, notifier, emit: () => {}, principal: who, storage };
  return { ...context, defaults };
}

const person: Principal = {
  kind: 'user',
  id: 'user:ada@example.com',
  userId: '00000000-0000-7000-8000-000000000000',
  name: 'Ada',
  role: 'VIEWER',
  canViewPayload: true,
};

export function keyContext(db: Database, key: Partial<Extract<Principal, { kind: 'key' }>> = {}) {
  const principal: Principal = {
    kind: 'key',
    id: 'key:ci/abcdefghij',
    keyId: '00000000-0000-7000-8000-000000000001',
    name: 'ci',
    scopes: ['tasks:read'],
    queues: [],
    callables: [],
    ownTasksOnly: false,
    canViewPayload: true,
    ...key,
  };
  return contextOf(db, principal);
}

/** Inserts a task, past the door, with these columns; returns its id. */
export async function insertTask(db: Database, columns: Record<string, unknown> = {}): Promise<string> {
  return insert(db, 'task', {
    callable: 'shop.tasks.charge',
    queue: 'default',
    created_by: 'user:ada@example.com',
    ...columns,
  });
}

const worker = '00000000-0000-7000-8000-00000000000a';

/** Inserts an attempt that has started, unless the columns say otherwise. */
export async function insertAttempt(
  db: Database,
  taskId: string,
  columns: Record<string, unknown> = {},
): Promise<string> {
  const started = { state: 'RUNNING', started_at: new Date(), execution_id: worker };
  return insert(db, 'attempt', {
    task_id: taskId,
    number: 1,
    runner: 'ray_job',
    worker_id: worker,
    ...started,
    ...columns,
  });
}

/** A task that ended, with its one attempt. */
export async function insertFinished(
  db: Database,
  state: 'SUCCEEDED' | 'FAILED',
  task: Record<string, unknown> = {},
  attempt: Record<string, unknown> = {},
): Promise<{ taskId: string; attemptId: string }> {
  const finished = { state, finished_at: new Date() };
  const taskId = await insertTask(db, { ...finished, attempt_count: 1, ...task });
  return { taskId, attemptId: await insertAttempt(db, taskId, { ...finished, ...attempt }) };
}

async function insert(db: Database, table: string, columns: Record<string, unknown>): Promise<string> {
  const names = Object.keys(columns);
  const values = Object.values(columns);
  const { rows } = await db.pool.query<{ id: string }>(
    `INSERT INTO raydeck.${table} (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')}) RETURNING id`,
    values,
  );
  const [row] = rows;
  if (!row) throw new Error('An insert returns its row.');
  return row.id;
}

import { randomUUID } from 'node:crypto';
import { formatStoredRef } from '@raydeck/core';
import { createDatabaseStorage, storageOver } from '@raydeck/storage';
import type { TestApi } from './test-api.ts';

/** For tests only: a task that SUCCEEDED, whose result or log stands outside of its row. */
export async function keepUpload(
  { db }: TestApi,
  { kind, content }: { kind: 'result' | 'log'; content: Buffer },
): Promise<{ taskId: string; attemptId: string }> {
  async function* body() {
    yield content;
  }
  const stored = await storageOver(createDatabaseStorage(db)).store(`i/${kind}/${randomUUID()}`, body(), 10_000_000);
  const ref = formatStoredRef(stored);
  const { rows } = await db.pool.query<{ taskId: string; attemptId: string }>(
    `WITH task AS (
       INSERT INTO raydeck.task (callable, queue, created_by, state, finished_at, attempt_count, result_ref)
       VALUES ('a.b', 'default', 'user:x', 'SUCCEEDED', now(), 1, $1) RETURNING id)
     INSERT INTO raydeck.attempt (task_id, number, runner, worker_id, state, finished_at, log_ref)
     SELECT id, 1, 'local', gen_random_uuid(), 'SUCCEEDED', now(), $2 FROM task
     RETURNING task_id AS "taskId", id AS "attemptId"`,
    kind === 'result' ? [ref, null] : [null, ref],
  );
  const [row] = rows;
  if (!row) throw new Error('An insert returns its row.');
  return row;
}

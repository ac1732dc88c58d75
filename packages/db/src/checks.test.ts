import { enqueue, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let db: TestDatabase;
let taskId: string | undefined;

beforeAll(async () => {
  db = await testDatabase();
  [taskId] = await enqueue(db, {});
});
afterAll(() => db.close());

const id = '00000000-0000-7000-8000-000000000001';
const now = 'clock_timestamp()';

/** The CHECK that refuses the row, or nothing. Each try is undone. */
async function refusedBy(statement: string, values: unknown[] = []): Promise<string | null> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(statement, values);
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23514' && 'constraint' in error) {
      return String(error.constraint);
    }
    throw error;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const task = (columns: Record<string, string>) =>
  insert('task', { callable: `'a.b'`, queue: `'q'`, created_by: `'t'` }, columns);
const attempt = (columns: Record<string, string>) =>
  insert('attempt', { task_id: `'${taskId}'`, number: '1', runner: `'local'`, worker_id: `'${id}'` }, columns);
function insert(table: string, base: Record<string, string>, columns: Record<string, string>): Promise<string | null> {
  const row = { ...base, ...columns };
  return refusedBy(`INSERT INTO raydeck.${table} (${Object.keys(row).join()}) VALUES (${Object.values(row).join()})`);
}

describe('a task', () => {
  it.each([
    ['BLOCKED', false],
    ['QUEUED', false],
    ['RUNNING', false],
    ['SUCCEEDED', true],
    ['FAILED', true],
    ['CANCELED', true],
  ])('in state %s has a finishedAt: %s', async (state, isFinal) => {
    const row = { state: `'${state}'`, attempt_count: '1' };
    const refused = 'task_finished_at_check';
    expect(await task({ ...row, finished_at: now })).toBe(isFinal ? null : refused);
    expect(await task({ ...row, finished_at: 'NULL' })).toBe(isFinal ? refused : null);
  });

  it.each<[string, Record<string, string>, string]>([
    ['runs without an attempt', { state: `'RUNNING'` }, 'task_started_check'],
    ['succeeds without an attempt', { state: `'SUCCEEDED'`, finished_at: now }, 'task_started_check'],
    ['has a result before it succeeded', { result: `'1'` }, 'task_result_check'],
    ['failed with a result', { state: `'FAILED'`, finished_at: now, result_ref: `'x'` }, 'task_result_check'],
    ['is of another kind', { kind: `'map'` }, 'task_kind_check'],
    ['is more urgent than 100', { priority: '101' }, 'task_priority_check'],
    ['is less urgent than -100', { priority: '-101' }, 'task_priority_check'],
    ['has no attempt to make', { max_attempts: '0' }, 'task_max_attempts_check'],
    ['has no time', { timeout_seconds: '0' }, 'task_timeout_seconds_check'],
    ['has an unknown runner', { runner: `'cron'` }, 'task_runner_check'],
    ['counts below nothing', { failures: '-1' }, 'task_counters_check'],
    ['has an endless callable', { callable: `repeat('a', 256)` }, 'task_callable_check'],
  ])('never %s', async (_, columns, refused) => {
    expect(await task(columns)).toBe(refused);
  });
});

describe('an attempt', () => {
  it.each([
    ['SUBMITTED', false],
    ['RUNNING', false],
    ['SUCCEEDED', true],
    ['FAILED', true],
    ['CANCELED', true],
    ['LOST', true],
  ])('in state %s has a finishedAt: %s', async (state, isFinal) => {
    const row = { state: `'${state}'`, started_at: now, execution_id: `'${id}'` };
    const refused = 'attempt_finished_at_check';
    expect(await attempt({ ...row, finished_at: now })).toBe(isFinal ? null : refused);
    expect(await attempt({ ...row, finished_at: 'NULL' })).toBe(isFinal ? refused : null);
  });

  it.each<[string, Record<string, string>, string]>([
    ['runs without an execution', { state: `'RUNNING'`, started_at: now }, 'attempt_started_at_check'],
    ['runs without a start', { state: `'RUNNING'`, execution_id: `'${id}'` }, 'attempt_started_at_check'],
    ['is released before it is over', { released_at: now }, 'attempt_released_at_check'],
    ['is the zeroth', { number: '0' }, 'attempt_number_check'],
    ['has an unknown runner', { runner: `'cron'` }, 'attempt_runner_check'],
  ])('never %s', async (_, columns, refused) => {
    expect(await attempt(columns)).toBe(refused);
  });

  it('has a number that no other attempt of its task has', async () => {
    const insertion = `INSERT INTO raydeck.attempt (task_id, number, runner, worker_id) VALUES ($1, 1, 'local', $2)`;
    await db.pool.query(insertion, [taskId, id]);
    await expect(db.pool.query(insertion, [taskId, id])).rejects.toThrow('attempt_task_id_number_key');
    await db.pool.query('DELETE FROM raydeck.attempt WHERE task_id = $1', [taskId]);
  });
});

describe('a queue', () => {
  it.each<[string, Record<string, string>, string]>([
    ['has a name that is none', { name: `'a b'` }, 'queue_name_check'],
    ['has an empty name', { name: `''` }, 'queue_name_check'],
    ['is paused since never', { paused: 'true' }, 'queue_paused_at_check'],
    ['is paused and not', { paused_at: now }, 'queue_paused_at_check'],
    ['has a policy that is none', { retry_policy: `'{"backoff": "never"}'` }, 'queue_retry_policy_check'],
    ['lists no delays', { retry_policy: `'{"backoff": "listed"}'` }, 'queue_retry_policy_check'],
    ['has an unknown runner', { runner: `'cron'` }, 'queue_runner_check'],
    ['allows no attempt', { max_attempts: '0' }, 'queue_max_attempts_check'],
    ['allows no time', { timeout_seconds: '0' }, 'queue_timeout_seconds_check'],
  ])('never %s', async (_, columns, refused) => {
    expect(await insert('queue', { name: `'q'` }, columns)).toBe(refused);
  });
});

describe('the rest', () => {
  it('has one installation', async () => {
    expect(await insert('installation', { singleton: 'false' }, {})).toBe('installation_singleton_check');
    await expect(db.pool.query('INSERT INTO raydeck.installation DEFAULT VALUES')).rejects.toThrow('installation_pkey');
  });

  it('keeps e-mail addresses in small letters, scopes to the known ones, and packages to their size', async () => {
    const user = { name: `'A'`, password_hash: `'x'`, role: `'VIEWER'` };
    expect(await insert('"user"', user, { email: `'Ada@example.com'` })).toBe('user_email_check');
    const key = { name: `'k'`, prefix: `'p'`, secret_hash: `'x'`, created_by: `'t'` };
    expect(await insert('api_key', key, { scopes: `'{tasks:everything}'` })).toBe('api_key_scopes_check');
    const code = { hash: `'x'`, content: `'\\x0102'` };
    expect(await insert('package', code, { size_bytes: '3' })).toBe('package_size_bytes_check');
  });
});

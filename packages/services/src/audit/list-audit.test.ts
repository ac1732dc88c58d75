import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiKey } from '../keys/create-api-key.ts';
import { putQueue } from '../queues/put-queue.ts';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { cancelTask } from '../tasks/cancel-task.ts';
import { editTask } from '../tasks/edit-task.ts';
import { enqueueTasks } from '../tasks/enqueue-tasks.ts';
import { retryTask } from '../tasks/retry-task.ts';
import { retryWithChanges } from '../tasks/retry-with-changes.ts';
import { createUser } from '../users/create-user.ts';
import type { AuditFilter } from './audit-filter.ts';
import { listAudit } from './list-audit.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.audit_log'));

const admin = () => contextOf(db, { role: 'ADMIN' });
const list = (filter: AuditFilter = {}, limit = 50, cursor?: string) =>
  listAudit(admin(), { filter, limit, ...(cursor !== undefined && { cursor }) });

/** Rows past the verbs, a minute apart; the first is the oldest. */
async function insert(...rows: { actor?: string; action?: string; type?: string; target?: string }[]): Promise<void> {
  for (const [at, { actor = 'user:ada', action = 'queue.pause', type = 'queue', target = 'mail' }] of rows.entries()) {
    const time = new Date(Date.parse('2026-01-01T00:00:00Z') + at * 60_000);
    const id = `${time
      .getTime()
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7000-8000-${String(at).padStart(12, '0')}`;
    await db.pool.query(
      `INSERT INTO raydeck.audit_log (id, at, actor, actor_role, action, target_type, target_id, reason)
       VALUES ($1, $2, $3, 'ADMIN', $4, $5, $6, $7)`,
      [id, time, actor, action, type, target, String(at)],
    );
  }
}

const found = async (filter: AuditFilter) => (await list(filter)).items.map(({ reason }) => reason);

describe('listAudit', () => {
  it('finds by actor, action, target and time, and by all of them together', async () => {
    await insert(
      {},
      { actor: 'key:ci/a' },
      { action: 'queue.resume' },
      { target: 'default' },
      { type: 'user', target: 'mail' },
      {},
    );
    expect(await found({})).toEqual(['5', '4', '3', '2', '1', '0']);
    expect(await found({ actor: 'key:ci/a' })).toEqual(['1']);
    expect(await found({ action: 'queue.resume' })).toEqual(['2']);
    expect(await found({ targetId: 'mail' })).toEqual(['5', '4', '2', '1', '0']);
    expect(await found({ targetType: 'queue', targetId: 'default' })).toEqual(['3']);
    const [second, last] = [new Date('2026-01-01T00:01:00Z'), new Date('2026-01-01T00:05:00Z')];
    expect(await found({ after: second, before: last })).toEqual(['4', '3', '2', '1']);
    expect(await found({ actor: 'user:ada', action: 'queue.pause', targetType: 'queue', after: second })).toEqual([
      '5',
      '3',
    ]);
    expect(await found({ actor: 'nobody' })).toEqual([]);
  });

  it('pages without gap or repetition while rows come', async () => {
    await insert(...Array.from({ length: 7 }, () => ({})));
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ actor: 'user:ada' }, 3, cursor);
      seen.push(...page.items.map(({ reason }) => reason));
      cursor = page.nextCursor ?? undefined;
      await putQueue(admin(), { name: `q${seen.length}`, settings: {} });
    } while (cursor !== undefined);
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  });

  it('refuses the cursor of another filter, and one that is none', async () => {
    await insert({}, {});
    const { nextCursor } = await list({}, 1);
    for (const [filter, cursor] of [
      [{ actor: 'user:ada' }, nextCursor ?? ''],
      [{}, 'x'],
    ] as const) {
      await expect(list(filter, 1, cursor)).rejects.toMatchObject({ code: 'INVALID', path: 'cursor' });
    }
  });

  it('is for administrators, and for keys that reach everything', async () => {
    const refused = [
      contextOf(db, { role: 'OPERATOR' }),
      keyContext(db, { scopes: ['tasks:operate'] }),
      keyContext(db, { scopes: ['admin'], queues: ['mail'] }),
      keyContext(db, { scopes: ['admin'], ownTasksOnly: true }),
    ];
    for (const context of refused) {
      await expect(listAudit(context, { filter: {}, limit: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await listAudit(keyContext(db, { scopes: ['admin'] }), { filter: {}, limit: 1 })).toMatchObject({
      items: [],
    });
  });
});

describe('The audit log', () => {
  it('holds no payload, password or key, whatever is done', async () => {
    const secret = 'xyzzy-4711';
    const [task] = await enqueueTasks(admin(), [
      { callable: 'a.b', args: `["${secret}"]`, kwargs: `{"${secret}": 1}` },
    ]);
    const id = task?.id ?? '';
    await editTask(admin(), { id, priority: 5, reason: 'sooner' });
    await cancelTask(admin(), { id });
    await retryTask(admin(), { id });
    await cancelTask(admin(), { id });
    await retryWithChanges(admin(), { id, changes: { args: `["${secret}", 2]`, kwargs: '{}' } });
    const { text } = await createApiKey(admin(), { name: 'ci', scopes: ['tasks:read'] });
    const person = { email: 'eve@example.com', name: 'Eve', role: 'VIEWER', canViewPayload: false } as const;
    await createUser(admin(), { ...person, password: `${secret} is long enough` });
    const { items } = await list();
    expect(items.map(({ action }) => action)).toEqual([
      'user.create',
      'key.create',
      'task.retry',
      'task.cancel',
      'task.retry',
      'task.cancel',
      'task.edit',
    ]);
    expect(JSON.stringify(items)).not.toContain(secret);
    expect(JSON.stringify(items)).not.toContain(text.slice(15));
  });
});

import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { formatStoredRef, mask, storedKey } from '@raydeck/core';
import { getTask, listSchedules, listTasks } from '@raydeck/services';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from './endpoints.ts';
import { testApi, type TestApi } from './test-api.ts';
import { below, type Case, oneCase, spellings, textWith } from './test-secrets.ts';

// Secrets are planted in everything that a task, its attempts, events and audit rows, and a schedule hold, and whatever anybody can
// read is searched for them. `RAYDECK_REDACTION_CASES` asks for more cases, `RAYDECK_REDACTION_SEED` for those of another run.

const cases = Number(process.env['RAYDECK_REDACTION_CASES'] ?? 100);
const seed = Number(process.env['RAYDECK_REDACTION_SEED'] ?? Date.now() % 1_000_000);
/** Tasks whose outputs are read together. */
const together = 25;

let api: TestApi;
let adminKey: string;

beforeAll(async () => {
  api = await testApi();
  adminKey = await api.key(['admin'], { canViewPayload: true });
  await insertSignature();
  await api.db.pool.query(
    `INSERT INTO raydeck.webhook (name, url, events, secret, created_by) VALUES ($1, 'https://example.com', '{task.succeeded}', 'x', 'user:x')`,
    [hook],
  );
});
afterAll(() => api.close());

async function insertSignature(): Promise<void> {
  const parameter = (name: string) => ({
    name,
    kind: 'positional_or_keyword',
    required: false,
    default: null,
    schema: {},
  });
  await api.db.pool.query(
    `WITH p AS (INSERT INTO raydeck.profile (name, version, created_by) VALUES ('signed', 1, 'user:x') RETURNING id)
    INSERT INTO raydeck.catalogue_entry (profile_id, callable, kind, parameters) SELECT id, 'shop.sign', 'raydeck', $1::jsonb FROM p`,
    [JSON.stringify([parameter('user'), parameter('api_token'), parameter('note')])],
  );
}

interface Planted {
  case: Case;
  taskId: string;
  attemptId: string;
  schedule: string;
}

/** Everything that can hold a text, past the door: whoever wrote it. */
async function plant(one: Case): Promise<Planted> {
  const { db } = api;
  const text = textWith(one);
  const recurs = {
    seen: text,
    [`k ${one.secret}`]: one.secret,
    cards: [one.card, Number(one.card.replaceAll(/\D/g, ''))],
  };
  const args = JSON.stringify(['ada', one.positional, { recurs }]);
  const kwargs = JSON.stringify({
    ...below(one, one.secret),
    door_pin: Number(one.number),
    ...recurs,
    n: Number(one.number),
  });
  const result = JSON.stringify({ ...below(one, one.byResult), ...recurs });
  const short = text.slice(0, 100).toWellFormed() || 'x';
  const whole = [one.secret, one.positional].map((value) => `tag ${value}`.slice(0, 100).toWellFormed());
  const { rows } = await db.pool.query<{ id: string; attempt: string }>(
    `WITH t AS (
      INSERT INTO raydeck.task (callable, queue, created_by, state, finished_at, attempt_count, args, kwargs, result, tags, concurrency_key)
      VALUES ('shop.sign', 'default', 'user:x', 'SUCCEEDED', now(), 1, $1, $2, $3, $4, $5) RETURNING id
    ), a AS (
      INSERT INTO raydeck.attempt (task_id, number, runner, worker_id, execution_id, state, started_at, finished_at, error_class, error_message,
        traceback, log_tail, log_bytes, progress)
      SELECT id, 1, 'local', id, id, 'SUCCEEDED', now(), now(), $6, $7, $7, $7, 100000, $8 FROM t RETURNING id, task_id
    ), e AS (
      INSERT INTO raydeck.task_event (task_id, attempt_id, kind, actor, reason, data) SELECT task_id, id, 'judged', 'user:x', $7, $9 FROM a
    ), l AS (
      INSERT INTO raydeck.audit_log (actor, actor_role, action, target_type, target_id, reason, before, after)
      SELECT 'user:x', 'ADMIN', 'task.edit', 'task', task_id::text, $7, $9, $9 FROM a
    ) SELECT task_id AS id, id AS attempt FROM a`,
    [
      args,
      kwargs,
      result,
      [...whole, short],
      whole[0],
      `shop.Error_${one.secret}`,
      text,
      JSON.stringify({ current: 1, total: 2, message: text }),
      JSON.stringify({ ...recurs, ...below(one, one.secret), note: text }),
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('An insert returns its row.');
  const payload = { id: row.id, tags: [...whole, short], errorClass: `shop.Error_${one.secret}` };
  await db.pool.query(
    `INSERT INTO raydeck.webhook_delivery (webhook_id, event, event_key, payload, state)
    SELECT id, 'task.succeeded', $2, $3, 'DEAD' FROM raydeck.webhook WHERE name = $1`,
    [hook, row.id, JSON.stringify(payload)],
  );
  if (one.isStored) await storeElsewhere(row, { call: `{"args": ${args}, "kwargs": ${kwargs}}`, result, log: text });
  return {
    case: one,
    taskId: row.id,
    attemptId: row.attempt,
    schedule: await plantSchedule(one, { args, kwargs, text }),
  };
}

/** As a worker leaves what is too large for the rows. */
async function storeElsewhere(
  { id, attempt }: { id: string; attempt: string },
  { call, result, log }: { call: string; result: string; log: string },
): Promise<void> {
  const store = async (kind: 'arguments' | 'result' | 'log', bytes: Uint8Array): Promise<string> => {
    const key = storedKey('test', kind, { id: randomUUID() });
    const ref = await api.contextOf(nobody).storage?.store(key, once(bytes), 1e9);
    if (!ref) throw new Error('The test has a storage.');
    return formatStoredRef(ref);
  };
  const refs = [
    await store('arguments', Buffer.from(call)),
    await store('result', Buffer.from(result)),
    await store('log', gzipSync(log)),
  ];
  await api.db.pool.query(
    `WITH a AS (UPDATE raydeck.attempt SET log_ref = $4 WHERE id = $5)
    UPDATE raydeck.task SET args = '[]', kwargs = '{}', result = NULL, args_ref = $2, result_ref = $3 WHERE id = $1`,
    [id, ...refs, attempt],
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const nobody = { kind: 'user', id: 'user:x', userId: '', name: 'x', role: 'VIEWER', canViewPayload: false } as const;

async function plantSchedule(
  one: Case,
  { args, kwargs, text }: { args: string; kwargs: string; text: string },
): Promise<string> {
  const name = `s${randomUUID().slice(0, 13)}`;
  const known = textWith({ ...one, byResult: one.secret });
  await api.db.pool.query(
    `WITH s AS (
      INSERT INTO raydeck.schedule (name, cron, callable, created_by, next_run_at, args, kwargs, description, paused, paused_reason, paused_at, options)
      VALUES ($1, '0 2 * * *', 'shop.sign', 'user:x', now(), $2, $3, $4, true, $4, now(), $5) RETURNING id
    ), l AS (
      INSERT INTO raydeck.audit_log (actor, actor_role, action, target_type, target_id, reason, after)
      VALUES ('user:x', 'ADMIN', 'schedule.update', 'schedule', $1, $4, $6)
    ) INSERT INTO raydeck.schedule_tick (schedule_id, tick, outcome, detail) SELECT id, now(), 'failed', $4 FROM s`,
    [
      name,
      args.replaceAll(JSON.stringify(text).slice(1, -1), ''),
      kwargs.replaceAll(JSON.stringify(text).slice(1, -1), ''),
      known,
      JSON.stringify({ tags: [`t ${one.positional}`], concurrencyKey: one.secret }),
      JSON.stringify({ description: known, ...below(one, one.secret) }),
    ],
  );
  return name;
}

const gets = endpoints.filter(({ method }) => method === 'GET');
/** Read for each task; the others once for all. */
const perTask = new Set(['getTask', 'getResult', 'getArguments', 'getAttemptLog', 'getAttemptLogText']);
const perSchedule = new Set(['getSchedule', 'listTicks']);
const hook = 'listens';

function nameFor(operationId: string): string {
  if (operationId.includes('Profile')) return 'signed';
  return /Webhook|Deliver/.test(operationId) ? hook : 'default';
}

/** What an answer says, with the events of one that lasts; an address that names nothing has nothing to search. */
async function read(path: string, key: string | null): Promise<string> {
  const ended = new AbortController();
  const answer = await api.open('GET', path, { signal: ended.signal, ...(key !== null && { key }) });
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text();
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  ended.abort();
  return Buffer.from(value ?? []).toString();
}

async function outputsOf({ taskId, attemptId, schedule }: Planted, key: string | null): Promise<[string, string][]> {
  const paths = gets.flatMap(({ operationId, path }) => {
    if (perTask.has(operationId))
      return [path.replace('{id}', operationId.startsWith('getAttempt') ? attemptId : taskId)];
    return perSchedule.has(operationId) ? [path.replace('{name}', schedule)] : [];
  });
  return Promise.all(paths.map(async (path): Promise<[string, string]> => [path, await read(path, key)]));
}

async function commonOutputs(key: string | null): Promise<[string, string][]> {
  const rest = gets.filter(({ operationId }) => !perTask.has(operationId) && !perSchedule.has(operationId));
  const paths = rest.map(({ operationId, path }) => {
    const filled = path.replace('{name}', nameFor(operationId)).replace('{version}', '1');
    const query =
      operationId === 'diffProfile'
        ? '?from=1&to=1'
        : /^list(Tasks|Audit|Deliveries)$/.test(operationId)
          ? '?limit=200'
          : '';
    return filled.replace('{id}', randomUUID()) + query;
  });
  return Promise.all(paths.map(async (path): Promise<[string, string]> => [path, await read(path, key)]));
}

/** What the console's pages are made of. */
async function pageOutputs(planted: readonly Planted[]): Promise<[string, string][]> {
  const userId = randomUUID();
  const principal = { kind: 'user', id: 'user:x', userId, name: 'x', role: 'ADMIN', canViewPayload: true } as const;
  const context = api.contextOf(principal);
  const details = await Promise.all(planted.map(({ taskId }) => getTask(context, taskId)));
  const list = await listTasks(context, { filter: {}, limit: 200 });
  return [
    ['the task page', JSON.stringify(details)],
    ['the list page', JSON.stringify(list)],
    ['the schedules', JSON.stringify(await listSchedules(context))],
  ];
}

/** No secret, as it is or in the middle of another text. JSON spells some characters otherwise. */
function expectNone({ case: one }: Planted, outputs: readonly [string, string][]): void {
  const digits = one.card.replaceAll(/\D/g, '');
  const values = [one.secret, one.positional, one.byResult, one.number, one.card, digits];
  const searched = values.flatMap((value) => [
    value,
    ...spellings.map((how) => how(value).replaceAll(/^["x']+|["'=]+$/g, '')),
  ]);
  const wanted = new Set(searched.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
  for (const [where, text] of outputs) {
    for (const value of wanted)
      if (text.includes(value)) throw new Error(`${where} shows ${value}: ${excerpt(text, value)}`);
    for (const core of [one.secret, one.positional, one.byResult]) {
      const start = core.slice(0, 12);
      if (text.includes(start)) throw new Error(`${where} shows the beginning of ${core}: ${excerpt(text, start)}`);
    }
  }
}

function excerpt(text: string, value: string): string {
  const at = text.indexOf(value);
  return text.slice(Math.max(at - 150, 0), at + value.length + 50);
}

describe(`secrets (${cases} cases, seed ${seed})`, () => {
  it(
    'are in nothing that anybody can read, wherever they were planted',
    async () => {
      let shown = 0;
      const batch = fc.array(oneCase, { minLength: together, maxLength: together });
      await fc.assert(
        fc.asyncProperty(batch, async (all) => {
          await api.db.pool.query(
            'TRUNCATE raydeck.task, raydeck.schedule CASCADE; DELETE FROM raydeck.audit_log; DELETE FROM raydeck.webhook_delivery',
          );
          const planted: Planted[] = [];
          for (const one of all) planted.push(await plant(one));
          api.signIn('ADMIN', { canViewPayload: false });
          const common = [
            ...(await commonOutputs(adminKey)),
            ...(await commonOutputs(null)),
            ...(await pageOutputs(planted)),
          ];
          for (const each of planted) {
            const own = [...(await outputsOf(each, adminKey)), ...(await outputsOf(each, null))];
            expectNone(each, [...own, ...common]);
            shown += own.filter(([, text]) => text.includes(mask)).length;
          }
        }),
        { seed, numRuns: Math.ceil(cases / together), endOnFailure: true },
      );
      // Task, result, log, schedule and ticks with payload permission, at least: none of them was empty.
      expect(shown).toBeGreaterThanOrEqual(5 * cases);
    },
    60_000 + cases * 1_000,
  );
});

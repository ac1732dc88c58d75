import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { testApi, type TestApi } from './test-api.ts';
import { type TestServer, testServer } from './test-server.ts';

const python = join(import.meta.dirname, '../../../../python');
let api: TestApi;
let server: TestServer;
let apiKey: string;

beforeAll(async () => {
  api = await testApi();
  server = await testServer(api);
  apiKey = await api.key(['admin'], { canViewPayload: true });
});
afterAll(async () => {
  await server.close();
  await api.close();
});

/** What real_console.py asks a worker to do. */
const Wish = z.strictObject({
  act: z.enum(['succeed', 'fail', 'log']),
  id: z.string(),
  result: z.string().default('null'),
  log: z.string().nullable().default(null),
  text: z.string().default(''),
});

async function fulfil({ act, id, result, log, text: put }: z.infer<typeof Wish>): Promise<string> {
  const { pool } = api.db;
  if (act !== 'succeed') {
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO raydeck.attempt (task_id, number, runner, worker_id, log_tail, log_bytes)
      VALUES ($1, 1, 'local', $1, $2, octet_length($2)) RETURNING id`,
      [id, put],
    );
    if (act === 'log') return rows[0]?.id ?? '';
  }
  const isFailed = act === 'fail';
  const state = isFailed ? 'FAILED' : 'SUCCEEDED';
  const [errorClass, errorMessage] = isFailed ? ['shop.errors.Refused', 'no funds'] : [null, null];
  await pool.query(
    `UPDATE raydeck.attempt SET state = $2, finished_at = now(), error_class = $3, error_message = $4,
      log_tail = COALESCE($5::text, log_tail), log_bytes = COALESCE(octet_length($5::text), log_bytes)
    WHERE task_id = $1`,
    [id, state, errorClass, errorMessage, log],
  );
  await pool.query(
    `UPDATE raydeck.task SET state = $2, attempt_count = 1, started_at = now(), finished_at = now(), result = $3
    WHERE id = $1`,
    [id, state, isFailed ? null : result],
  );
  return '';
}

interface Done {
  code: number | null;
  output: string;
  errors: string;
}

function start(...args: string[]) {
  return spawn(process.env['RAYDECK_TEST_PYTHON'] ?? 'python3', args, {
    env: {
      ...process.env,
      PYTHONPATH: [python, join(python, 'tests'), join(python, 'tests/user_code')].join(':'),
      RAYDECK_URL: server.url,
      RAYDECK_API_KEY: apiKey,
    },
  });
}

async function raydeck(...args: string[]): Promise<Done> {
  const child = start('-m', 'raydeck', ...args);
  child.stdin.end();
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, output, errors };
}

it('Python’s clients, blocking and asynchronous, do with the API all that they can', { timeout: 60_000 }, async () => {
  const child = start(join(python, 'tests/real_console.py'));
  const errors = text(child.stderr);
  const closed = new Promise((resolve) => child.once('close', resolve));
  for await (const line of createInterface(child.stdout)) {
    child.stdin.write(`${await fulfil(Wish.parse(JSON.parse(line)))}\n`);
  }
  expect({ code: await closed, errors: await errors }).toMatchObject({ code: 0 });
});

it('the command raydeck enqueues, looks and steers', async () => {
  const enqueued = await raydeck('task', 'enqueue', 'shop.tasks.charge', '4711', 'note=hi', '--tag', 'cli');
  expect(enqueued).toMatchObject({ code: 0, errors: '' });
  const id = enqueued.output.trim();
  expect((await raydeck('task', 'show', id)).output).toContain('{"note": "hi"}');
  expect((await raydeck('task', 'list', '--tag', 'cli', '--json')).output).toContain(id);
  expect(await raydeck('task', 'cancel', id)).toMatchObject({ code: 0, output: `${id} CANCELED\n` });
  expect(await raydeck('task', 'wait', id)).toMatchObject({ code: 4 });
  expect((await raydeck('queue', 'set', 'mail', 'concurrencyLimit=3', 'rate=100/60')).errors).toBe('');
  expect((await raydeck('queue', 'list')).output).toMatch(/^mail .* 3$/m);
  expect(await raydeck('queue', 'set', 'mail', 'concurrencyLimit=0')).toMatchObject({ code: 1 });
});

it('the command raydeck tells the console what a package holds, and wrong arguments are refused by it', async () => {
  const key = { key: apiKey };
  const made = await api.send('PUT', '/profiles/shop', { ...key, body: { source: { kind: 'image' } } });
  expect(made.status).toBe(201);
  const posted = await raydeck('catalogue', 'shop', '--skip', 'shop.broken', '--profile', 'shop', '--post');
  expect(posted.errors).toContain('5 tasks posted for shop, version 1');
  const { body } = await api.send('GET', '/catalogue?callable=shop.tasks.charge', key);
  expect(body).toMatchObject({ items: [{ owner: 'team-pay', profile: 'shop', options: { timeoutSeconds: 2 } }] });

  const enqueue = (...args: string[]) => raydeck('task', 'enqueue', 'shop.tasks.charge', '--profile', 'shop', ...args);
  expect(await enqueue('4711', 'note=null')).toMatchObject({ code: 0 });
  const refused = await enqueue('x', 'note=1');
  expect(refused.code).toBe(1);
  expect(refused.errors).toContain('args[0]');
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandResult, type LaunchedStack, launchedStack } from '../testing/launched-stack.ts';

const SHOP = `
import time
import raydeck

@raydeck.task
def charge(order, amount=0):
    print(f"charging {order}")
    return {"order": order, "amount": amount}

@raydeck.task
def refuse():
    print("\\x1b[31mred\\x1b[0m")
    raise ValueError("no money \\x1b[2J\\u202e")

@raydeck.task
def slow():
    for number in range(4):
        print(f"line {number}", flush=True)
        time.sleep(0.5)
`;

let stack: LaunchedStack;

// With the console, for it serves the API: the first time on these sources that takes minutes.
beforeAll(async () => {
  stack = launchedStack();
  const code = join(stack.state.root, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'shop.py'), SHOP);
  const up = await stack.run(['up', '--no-ray', '--detach', '--code', code]);
  if (up.exitCode !== 0) throw new Error(up.output);
  await printed('queue', 'set', 'default', 'maxAttempts=1');
}, 600_000);
afterAll(() => stack.dispose());

function raydeck(...args: string[]): Promise<CommandResult> {
  return stack.run(args);
}

async function printed(...args: string[]): Promise<string> {
  const { exitCode, output, stdout } = await raydeck(...args);
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}:\n${output}`);
  return stdout.trimEnd();
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await printed(...args, '--json')) as Record<string, unknown>;
}

describe('task', () => {
  test('enqueue prints the id, result the value, digit for digit', async () => {
    const id = await printed('task', 'enqueue', 'shop.charge', '12345678901234567890', 'amount=0.10', '--tag', 'a');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const waited = await raydeck('task', 'wait', id);
    expect(waited).toMatchObject({ exitCode: 0, stdout: '' });
    expect(waited.output).toMatch(new RegExp(`${id} SUCCEEDED \\d+\\.\\ds`));
    expect(await printed('task', 'result', id)).toBe('{"order": 12345678901234567890, "amount": 0.1}');
    expect(await printed('task', 'logs', id)).toBe('charging 12345678901234567890');
    expect(await printed('task', 'show', id)).toMatch(/state +SUCCEEDED\n[^]*args +\[12345678901234567890\]/);
    expect(await json('task', 'show', id)).toMatchObject({ id, kwargs: { amount: 0.1 }, tags: ['a'] });
  });

  test('enqueue --wait prints what the task returned', async () => {
    const { exitCode, stdout } = await raydeck('task', 'enqueue', 'shop.charge', '1', '--wait', '--timeout', '1m');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '{"order": 1, "amount": 0}\n' });
  });

  test('enqueue --wait ends with 1 for a task that fails, and says why without its escapes', async () => {
    const { exitCode, stdout, output } = await raydeck('task', 'enqueue', 'shop.refuse', '--wait');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(output).toContain('ValueError: no money ‹U+202E›');
    expect(output).not.toMatch(/[\u001b\u202e]/);
  });

  test('one idempotency key is one task', async () => {
    const enqueue = ['task', 'enqueue', 'shop.charge', '1', '--idempotency-key', 'order-1'];
    const id = await printed(...enqueue);
    expect(await json(...enqueue)).toEqual({ id, replayed: true });
    const other = ['task', 'enqueue', 'shop.charge', '2', '--idempotency-key', 'order-1'];
    expect(await raydeck(...other)).toMatchObject({ exitCode: 1 });
  });

  test('list has a row for each task, filters, and says when there are more', async () => {
    await raydeck('task', 'enqueue', 'shop.refuse', '--tag', 'listed', '--max-attempts', '1', '--wait');
    const [headings, row, ...rest] = (await printed('task', 'list', '--tag', 'listed', '--state', 'failed')).split(
      '\n',
    );
    expect(headings).toMatch(/^ID +STATE +CALLABLE +QUEUE +ATTEMPTS +CREATED +DURATION +ERROR$/);
    expect(row).toMatch(
      /^\S{36} +FAILED +shop\.refuse +default +1\/1 +\d{4}-\d\d-\d\d [\d:]{8}Z +[\d.]+s +builtins\.ValueError: no money/,
    );
    expect(rest).toEqual([]);
    await printed('task', 'enqueue', 'shop.charge', '1', '--tag', 'listed');
    const list = await json('task', 'list', '--tag', 'listed', '--since', '1h', '--limit', '1');
    expect(list).toMatchObject({ items: [{ callable: 'shop.charge' }], hasMore: true });
    expect(await raydeck('task', 'list', '--tag', 'nobody has it')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('logs -f shows the output as it comes, and ends with the task', async () => {
    const id = await printed('task', 'enqueue', 'shop.slow');
    const { exitCode, stdout } = await raydeck('task', 'logs', '-f', id);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'line 0\nline 1\nline 2\nline 3\n' });
  });

  test('cancel and retry move tasks one by one, and end with 1 where one cannot be moved', async () => {
    const one = await printed('task', 'enqueue', 'shop.charge', '1', '--in', '1h');
    const two = await printed('task', 'enqueue', 'shop.charge', '2', '--in', '1h');
    expect(await printed('task', 'cancel', one, '--reason', 'a test')).toBe(`${one} CANCELED`);
    const both = await raydeck('task', 'cancel', one, two);
    expect(both).toMatchObject({ exitCode: 1, stdout: `${two} CANCELED\n` });
    expect(both.output).toMatch(/CANCELED already/);
    expect(await raydeck('task', 'wait', one)).toMatchObject({ exitCode: 4, stdout: '' });

    expect(await json('task', 'retry', one)).toEqual({ items: [{ id: one, state: 'QUEUED' }] });
    expect(await raydeck('task', 'wait', one)).toMatchObject({ exitCode: 0 });
    const changed = await printed('task', 'retry', two, '--args-json', '[3]', '--in', '0');
    expect(changed).not.toBe(two);
    expect(await json('task', 'result', changed, '--wait', '1m')).toEqual({ order: 3, amount: 0 });
  });

  test('wait and result end with 5 when the task is not final in time', async () => {
    const later = await printed('task', 'enqueue', 'shop.charge', '1', '--run-at', '2999-01-01T00:00:00Z');
    const waited = await raydeck('task', 'wait', later, '--timeout', '1s');
    expect(waited).toMatchObject({ exitCode: 5, output: expect.stringMatching(/still QUEUED/) });
    expect(await raydeck('task', 'result', later)).toMatchObject({ exitCode: 5, stdout: '' });
  });
});

describe('queue', () => {
  test('set makes and changes, pause and resume steer, list and show tell', async () => {
    expect(await printed('queue', 'set', 'invoices', 'concurrencyLimit=5', 'rate=10/60')).toMatch(
      /^queue +invoices\n[^]*\nconcurrencyLimit +5\nkeyLimit +-\nrate +\{"tasks":10,"seconds":60\}\n/,
    );
    expect(await json('queue', 'set', 'invoices', 'concurrencyLimit=null', 'maxAttempts=2')).toMatchObject({
      concurrencyLimit: null,
      rate: { tasks: 10, seconds: 60 },
      maxAttempts: 2,
    });
    expect(await printed('queue', 'pause', 'invoices', '--reason', 'provider \u001b[2Jdown')).toBe('invoices paused');
    expect(await printed('queue', 'show', 'invoices')).toMatch(/paused +yes, by .*: provider down/);
    expect(await printed('queue', 'list')).toMatch(
      /^QUEUE +QUEUED +DUE +RUNNING +PARKED +LIMIT +PAUSED\n[^]*\ninvoices +0 +0 +0 +0 +- +paused: provider down/,
    );
    expect(await raydeck('queue', 'pause', 'invoices', '--reason', 'again')).toMatchObject({ exitCode: 1 });
    expect(await printed('queue', 'resume', 'invoices')).toBe('invoices goes on');
    expect(await raydeck('queue', 'set', 'invoices', 'maxAttempts=0')).toMatchObject({ exitCode: 1 });
  });
});

describe('profile', () => {
  test('publish makes a version of a folder’s code, test runs it, list and show tell', async () => {
    const code = join(stack.state.root, 'more');
    mkdirSync(code);
    writeFileSync(join(code, 'more.py'), 'x = 1\n');
    expect(await printed('profile', 'publish', 'shop', code, '--reason', 'a test')).toBe('shop version 1, 1 files');
    expect(await printed('profile', 'publish', 'shop', code)).toBe('shop version 1, unchanged');
    writeFileSync(join(code, 'more.py'), 'x = 2\n');
    expect(await json('profile', 'publish', 'shop', code)).toEqual({ name: 'shop', version: 2, isNew: true });
    expect(await printed('profile', 'list')).toMatch(/^PROFILE +VERSION .*\n[^]*shop +2 .*package/);
    expect(await printed('profile', 'show', 'shop')).toMatch(/version +2\n[^]*\nshop +2 .*\nshop +1 /);
    expect(await raydeck('profile', 'test', 'shop')).toMatchObject({ exitCode: 0 });
    expect(await raydeck('profile', 'publish', 'shop', join(code, 'absent'))).toMatchObject({ exitCode: 2 });
    expect(await raydeck('profile', 'show', 'absent')).toMatchObject({ exitCode: 1 });
  });
});

describe('retention', () => {
  test('tells by queue and state what would go, and deletes it when told so', async () => {
    await printed('task', 'enqueue', 'shop.charge', '1', '--queue', 'default', '--wait');
    expect(await printed('retention')).toMatch(
      /^QUEUE +STATE +KEPT +OLDEST +WOULD GO\n[^]*default +SUCCEEDED +7 days +\d{4}-\d\d-\d\d [\d:]{8}Z +0\n[^]*\naudit rows +0 would go\npinned tasks +0 stay\nnext run +in /,
    );
    expect(await json('retention')).toMatchObject({ isPartial: false, pinned: { count: 0, isCapped: false } });

    const asked = await raydeck('retention', '--run');
    expect(asked).toMatchObject({ exitCode: 1, stdout: '', output: expect.stringMatching(/add --yes/) });
    const { id } = await json('retention', '--run', '--yes', '--reason', 'a test');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    await expect
      .poll(() => printed('retention'), { timeout: 30_000 })
      .toMatch(/last run +[\d.]+s ago: 0 tasks and 0 audit rows went$/);
  });
});

describe('every command', () => {
  test.each([
    [['task']],
    [['task', 'list', '--nonsense']],
    [['task', 'enqueue']],
    [['task', 'enqueue', 'a.b', '--in', 'soon']],
    [['task', 'enqueue', 'a.b', '1', '--args-json', '[]']],
    [['task', 'show', '..']],
    [['queue', 'pause', 'default']],
    [['queue', 'set', 'default']],
    [['queue', 'set', 'default', 'limit=1']],
    [['task', 'enqueue', 'a.b', '--in', '1h', '--run-at', '2999-01-01T00:00:00Z']],
    [['task', 'retry', 'id', '--retry', '[]']],
    [['retention', '--yes']],
    [['task', 'list', '--url', 'http://127.0.0.1:1']],
    [['task', 'list', '--url', 'nowhere', '--key', 'k']],
  ])('ends with 2 for wrong use: %j', async (args) => {
    expect(await raydeck(...args)).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('ends with 3 where nobody answers, and with 1 where the key is not known', async () => {
    const away = await raydeck('task', 'list', '--url', 'http://127.0.0.1:9', '--key', 'k');
    expect(away).toMatchObject({ exitCode: 3, output: expect.stringMatching(/cannot be reached/) });
    const unknown = await raydeck('task', 'list', '--key', `rdk_aaaaaaaaaa_${'a'.repeat(43)}`);
    expect(unknown).toMatchObject({ exitCode: 1, output: expect.stringMatching(/Check --key or RAYDECK_API_KEY/) });
  });

  test('is told the Raydeck by the environment too', async () => {
    const { webUrl, apiKey } = await json('status');
    const env = { RAYDECK_STATE_DIR: join(stack.state.root, 'another'), RAYDECK_API_KEY: String(apiKey) };
    expect(await stack.run(['task', 'list'], env)).toMatchObject({
      exitCode: 2,
      output: expect.stringMatching(/no stack with a console/),
    });
    expect(await stack.run(['task', 'list'], { ...env, RAYDECK_URL: String(webUrl) })).toMatchObject({ exitCode: 0 });
  });

  test('shows examples in its help, and ends it with 0', async () => {
    for (const args of [['task'], ['task', 'enqueue'], ['queue'], ['profile'], ['retention']]) {
      expect(await raydeck(...args, '--help')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/Examples:\n {2}\.\/raydeck /),
      });
    }
  });
});

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
  await printed('queue', 'set', 'default', '--max-attempts', '1');
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
  test('enqueue prints the id, wait the result, digit for digit', async () => {
    const id = await printed('task', 'enqueue', 'shop.charge', '12345678901234567890', 'amount=0.10', '--tag', 'a');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const waited = await raydeck('task', 'wait', id);
    expect(waited).toMatchObject({ exitCode: 0, stdout: '{\n  "order": 12345678901234567890,\n  "amount": 0.1\n}\n' });
    expect(waited.output).toMatch(new RegExp(`${id} SUCCEEDED \\d+\\.\\ds`));
    expect(await printed('task', 'logs', id)).toBe('charging 12345678901234567890');
    expect(await printed('task', 'show', id)).toMatch(/STATE +SUCCEEDED\n[^]*ARGS +\[\n +12345678901234567890\n\]/);
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
    expect(await raydeck('task', 'enqueue', 'shop.charge', '2', '--idempotency-key', 'order-1')).toMatchObject({
      exitCode: 1,
    });
  });

  test('list has the columns that the Python command has, and filters', async () => {
    await printed('task', 'enqueue', 'shop.refuse', '--tag', 'listed', '--wait').catch(() => '');
    const [headings, row, ...rest] = (await printed('task', 'list', '--tag', 'listed', '--state', 'failed')).split(
      '\n',
    );
    expect(headings?.split(/ +/)).toEqual([
      'ID',
      'STATE',
      'CALLABLE',
      'QUEUE',
      'ATTEMPTS',
      'CREATED',
      'DURATION',
      'ERROR',
    ]);
    expect(row).toMatch(/^\S{36} +FAILED +shop\.refuse +default +1 +\S+Z +\d\.\ds +builtins\.ValueError: no money/);
    expect(rest).toEqual([]);
    const { items } = await json('task', 'list', '--tag', 'listed');
    expect(items).toMatchObject([{ callable: 'shop.refuse', state: 'FAILED' }]);
    expect(await raydeck('task', 'list', '--tag', 'nobody has it')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('logs -f shows the output as it comes, and ends with the task', async () => {
    const id = await printed('task', 'enqueue', 'shop.slow');
    const { exitCode, stdout } = await raydeck('task', 'logs', '-f', id);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'line 0\nline 1\nline 2\nline 3\n' });
  });

  test('cancel and retry move tasks, and end with 1 for those that cannot be moved', async () => {
    const id = await printed('task', 'enqueue', 'shop.charge', '1', '--in', '1h');
    expect(await printed('task', 'cancel', id, '--reason', 'a test')).toBe(`${id} CANCELED`);
    expect(await raydeck('task', 'cancel', id)).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/CANCELED already/),
    });
    expect(await json('task', 'retry', id)).toEqual({ id, state: 'QUEUED' });
    expect(await raydeck('task', 'wait', id)).toMatchObject({ exitCode: 0 });
    expect(await raydeck('task', 'retry', id)).toMatchObject({ exitCode: 1 });
    const later = await printed('task', 'enqueue', 'shop.charge', '1', '--run-at', '2999-01-01T00:00:00Z');
    const waited = await raydeck('task', 'wait', later, '--timeout', '1s');
    expect(waited).toMatchObject({ exitCode: 5, output: expect.stringMatching(/still QUEUED/) });
    await printed('task', 'cancel', later);
    expect(await raydeck('task', 'wait', later)).toMatchObject({ exitCode: 4, stdout: '' });
  });
});

describe('queue', () => {
  test('set makes and changes, pause and resume steer, list and show tell', async () => {
    const set = await printed('queue', 'set', 'mail', '--concurrency-limit', '5', '--rate', '10/60');
    expect(set).toMatch(/NAME +mail\n[^]*CONCURRENCY LIMIT +5\nRATE +10\/60/);
    expect(await json('queue', 'set', 'mail', '--concurrency-limit', 'none')).toMatchObject({
      concurrencyLimit: null,
      rate: { tasks: 10, seconds: 60 },
    });
    expect(await printed('queue', 'pause', 'mail', '--reason', 'provider \u001b[2Jdown')).toBe('mail paused');
    expect(await printed('queue', 'show', 'mail')).toMatch(/PAUSED .*: provider down/);
    expect(await printed('queue', 'list')).toMatch(
      /^NAME +STATE +QUEUED +DUE +RUNNING +LIMIT +RATE\ndefault +open .*\nmail +paused +0 +0 +0 +- +10\/60$/,
    );
    expect(await printed('queue', 'resume', 'mail')).toBe('mail open');
    expect(await raydeck('queue', 'set', 'mail', '--max-attempts', '0')).toMatchObject({ exitCode: 1 });
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
    [['queue', 'set', 'default', '--rate', 'fast']],
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
    for (const args of [['task'], ['task', 'enqueue'], ['queue'], ['profile']]) {
      expect(await raydeck(...args, '--help')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/Examples:\n {2}\.\/raydeck /),
      });
    }
  });
});

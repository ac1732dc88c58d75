import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchedStack, QUICK_UP, type LaunchedStack } from '../testing/launched-stack.ts';

let stack: LaunchedStack;
let folder: string;
beforeEach(() => {
  stack = launchedStack();
  folder = mkdtempSync(join(tmpdir(), 'rd-config-'));
});
afterEach(async () => {
  await stack.dispose();
  rmSync(folder, { recursive: true });
});

function write(config: object | string): string[] {
  const file = join(folder, 'raydeck.config.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return ['--config', file];
}

test('up makes what the file says, prints each difference, and a second time none', async () => {
  mkdirSync(join(folder, 'shop'));
  writeFileSync(join(folder, 'shop', 'orders.py'), 'print(1)');
  const first = write({
    concurrencyLimit: 50,
    queues: { mail: { concurrencyLimit: 4, profile: 'shop' } },
    profiles: { shop: { directory: './shop' } },
    schedules: { hourly: { cron: '0 * * * *', task: { callable: 'shop.orders.settle', queue: 'mail' } } },
  });
  const { output, exitCode } = await stack.run([...QUICK_UP, ...first]);
  expect(exitCode).toBe(0);
  for (const line of ['concurrencyLimit none → 50', 'queue mail: concurrencyLimit none → 4', 'schedule hourly: new'])
    expect(output).toContain(line);
  expect((await stack.run([...QUICK_UP, ...first])).output).toContain('Configuration: nothing to change');

  const next = write({ queues: { mail: { concurrencyLimit: 8 } } });
  const change = 'queue mail: concurrencyLimit 4 → 8\n';
  expect((await stack.run(['config', '--dry-run', ...next])).output).toBe(change);
  expect((await stack.run(['config', ...next])).output).toBe(change);
  expect((await stack.run(['config', ...next])).output).toBe('Nothing to change.\n');
});

test('a file that cannot be applied is refused before anything starts, with the place', async () => {
  const { output, exitCode } = await stack.run([...QUICK_UP, ...write({ queues: { mail: { concurencyLimit: 4 } } })]);
  expect([exitCode, stack.countProcesses()]).toEqual([1, 0]);
  expect(output).toContain('queues.mail.concurencyLimit: is not a field');
  expect((await stack.run([...QUICK_UP, ...write('{')])).output).toContain('It is not JSON');
  expect((await stack.run([...QUICK_UP, '--config', join(folder, 'gone')])).output).toContain('cannot be read');
  expect((await stack.run(['config', ...write({})])).output).toContain('Start Raydeck first');
});

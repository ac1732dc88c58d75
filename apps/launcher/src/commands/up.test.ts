import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, postgresDataDir, identifyProcess } from '@raydeck/embedded';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchedStack, QUICK_UP, type LaunchedStack, type RunningCommand } from '../testing/launched-stack.ts';

let stack: LaunchedStack;
beforeEach(() => {
  stack = launchedStack();
});
afterEach(() => stack.dispose());

async function expectAllRunning(): Promise<void> {
  const { output, exitCode } = await stack.run(['status', '--json']);
  expect(JSON.parse(output)).toMatchObject({ parts: { postgres: 'running', worker: 'running' } });
  expect(exitCode).toBe(0);
}

/** What was printed; all of it is in the error, which a comparison would cut short. */
async function upAgain(): Promise<string> {
  const { exitCode, output } = await stack.run(QUICK_UP);
  if (exitCode !== 0) throw new Error(`It ended with ${exitCode}:\n${output}`);
  return output;
}

async function kill9(command: RunningCommand): Promise<void> {
  command.child.kill('SIGKILL');
  await command.done;
}

/** Waits until a draft of the data folder exists: initdb is at work. */
async function initdbWorks(): Promise<void> {
  const dataDir = postgresDataDir(stack.state.root);
  const parent = join(dataDir, '..');
  while (!existsSync(parent) || !readdirSync(parent).some((name) => name.startsWith('data.new-'))) await delay(2);
}

describe('kill -9, then up, converges', () => {
  test('while the data folder is made', async () => {
    const first = stack.start(QUICK_UP);
    await initdbWorks();
    await kill9(first);
    await upAgain();
    await expectAllRunning();
  });

  test('while the database is migrated', async () => {
    const first = stack.start(QUICK_UP);
    await first.says('PostgreSQL: started');
    await kill9(first);
    expect(await upAgain()).toContain('PostgreSQL: already running');
    await expectAllRunning();
  });

  test('while the worker starts, whose pid is written nowhere yet', async () => {
    const first = stack.start(QUICK_UP);
    await first.says('... Worker');
    await delay(150);
    await kill9(first);
    await upAgain();
    await expectAllRunning();
    // Of the worker's alone: PostgreSQL has one more for each connection that somebody opens meanwhile. The worker itself, and
    // what it forks local executions from, which may come a little later.
    const worker = stack.pidOf('worker');
    await stack.run(QUICK_UP);
    expect(stack.pidOf('worker')).toBe(worker);
    expect(stack.countProcesses('worker')).toBeLessThanOrEqual(2);
  });
});

test('a second up says so at once, and restarts only a part that has died', async () => {
  await stack.run(QUICK_UP);
  expectPrivate(stack);
  const again = await stack.run(QUICK_UP);
  expect(again.output).toContain('Raydeck is up already.');

  const postgres = stack.pidOf('postgres');
  process.kill(stack.pidOf('worker'), 'SIGKILL');
  const status = await stack.run(['status']);
  expect(status.output).toMatch(/worker +ended .*worker\.log/);
  expect(status.exitCode).toBe(1);

  expect((await stack.run(QUICK_UP)).output).toContain('Worker: started');
  expect(stack.pidOf('postgres')).toBe(postgres);
  await expectAllRunning();
});

test('down ends what up started, keeps the data, and ends nothing else', async () => {
  await stack.run(QUICK_UP);
  const bystander = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  const identity = identifyProcess(bystander.pid ?? 0);
  const password = (await stack.run(['password'])).output;

  const down = await stack.run(['down']);

  expect(down.output).toMatch(/worker ended.*\n.*postgres ended/);
  expect(stack.countProcesses()).toBe(0);
  expect(identity !== undefined && isRunning(identity)).toBe(true);
  bystander.kill();
  expect((await stack.run(['down'])).output).toContain('Nothing was running.');
  expect((await stack.run(['password'])).output).toBe(password);
  expect(existsSync(postgresDataDir(stack.state.root))).toBe(true);
});

test('Ctrl-C in the foreground leaves no process', async () => {
  const up = stack.start(QUICK_UP.filter((arg) => arg !== '--detach'));
  await up.says('Press Ctrl-C');
  up.child.kill('SIGINT');
  expect((await up.done).exitCode).toBe(0);
  expect(stack.countProcesses()).toBe(0);
});

test('Ctrl-C while starting leaves no process', async () => {
  const up = stack.start(QUICK_UP);
  await up.says('... Worker');
  up.child.kill('SIGINT');
  expect((await up.done).exitCode).toBe(130);
  expect(stack.countProcesses()).toBe(0);
});

test('two stacks run side by side', async () => {
  const other = launchedStack();
  try {
    const both = await Promise.all([stack.run(QUICK_UP), other.run(QUICK_UP)]);
    expect(both).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
    await expectAllRunning();
    await stack.run(['down']);
    expect((await other.run(['status'])).exitCode).toBe(0);
  } finally {
    await other.dispose();
  }
});

test('down --purge asks, and without a terminal refuses', async () => {
  const { output, exitCode } = await stack.run(['down', '--purge']);
  expect(output).toContain('add --yes');
  expect(exitCode).toBe(1);
});

function expectPrivate({ state }: LaunchedStack): void {
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect(mode(state.root)).toBe(0o700);
  for (const file of [state.secretsFile, state.settingsFile, state.portsFile]) expect(mode(file)).toBe(0o600);
  expect(mode(join(state.logsDir, 'worker.log'))).toBe(0o600);
  expect(readFileSync(state.settingsFile, 'utf8')).not.toMatch(/password|rdk_/);
}

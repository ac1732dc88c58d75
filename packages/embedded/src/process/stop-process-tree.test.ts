import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isPortFree } from '../ports/free-port.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';
import { collectProcessTree } from './process-tree.ts';
import { startDetached } from './start-detached.ts';
import { stopProcessTree } from './stop-process-tree.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rd-tree-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function startShell(script: string, mark: string): Promise<ProcessIdentity> {
  const { identity } = await startDetached({
    command: '/bin/bash',
    args: ['-c', script],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    cwd: folder,
    logFile: join(folder, 'log'),
    mark,
  });
  return identity;
}

async function readPid(file: string): Promise<ProcessIdentity> {
  for (;;) {
    const pid = Number(readIfPresent(join(folder, file)));
    const identity = pid > 0 ? identifyProcess(pid) : undefined;
    if (identity !== undefined) return identity;
    await delay(20);
  }
}

function readIfPresent(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

test('a process goes with children that left its session and ignore SIGTERM', async () => {
  const root = await startShell(
    `setsid bash -c 'trap "" TERM; echo $$ > child; while :; do sleep 1; done' & wait`,
    'tree-1',
  );
  const child = await readPid('child');

  const count = await stopProcessTree({ root, graceMs: 200 });

  expect(count).toBeGreaterThanOrEqual(2);
  expect(isRunning(root)).toBe(false);
  expect(isRunning(child)).toBe(false);
});

test('the mark finds a process whose parents are gone', async () => {
  const script = `(setsid bash -c 'echo $$ > orphan; exec sleep 300' &); until [ -e go ]; do sleep 0.02; done`;
  const root = await startShell(script, 'tree-2');
  const orphan = await readPid('orphan');
  writeFileSync(join(folder, 'go'), '');
  await expect.poll(() => isRunning(root)).toBe(false);

  await stopProcessTree({ root, mark: 'tree-2' });

  expect(isRunning(orphan)).toBe(false);
});

test('a later process with the same pid is not touched', async () => {
  const bystander = await startShell('exec sleep 300', 'tree-3');

  const count = await stopProcessTree({ root: { ...bystander, startTime: 'some other time' } });

  expect(count).toBe(0);
  expect(isRunning(bystander)).toBe(true);
  await stopProcessTree({ root: bystander });
});

test('the tree never holds the one who asks, not even when it carries the mark', async () => {
  const script = `
    const { collectProcessTree } = await import(${JSON.stringify(new URL('./process-tree.ts', import.meta.url).href)});
    console.log(collectProcessTree({ mark: 'tree-4' }).length);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, RAYDECK_MARK: 'tree-4' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  expect(output.trim()).toBe('0');
});

test('a process is in its own tree until it ends, and counts once', async () => {
  const root = await startShell('sleep 300', 'tree-5');
  expect(collectProcessTree({ root, mark: 'tree-5' }).filter((row) => row.pid === root.pid)).toHaveLength(1);
  await stopProcessTree({ root, mark: 'tree-5' });
  expect(collectProcessTree({ root, mark: 'tree-5' })).toHaveLength(0);
  expect(await stopProcessTree({ root, mark: 'tree-5' })).toBe(0);
});

test.runIf(process.platform === 'linux')(
  'a process whose first thread has ended runs as long as another one does',
  async () => {
    // What each process with threads goes through when it is killed, for as long as the kernel takes to end them all.
    const endThread = process.arch === 'arm64' ? 93 : 60;
    const script = `
import ctypes, socket, threading, time
server = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=time.sleep, args=(300,)).start()
open("port", "w").write(str(server.getsockname()[1]))
ctypes.CDLL(None).syscall(${endThread}, 0)`;
    writeFileSync(join(folder, 'script.py'), script);
    const root = await startShell('exec python3 script.py', 'tree-threads');
    while (!/^State:\tZ/m.test(readFileSync(`/proc/${root.pid}/status`, 'utf8'))) await delay(20);
    const port = Number(readIfPresent(join(folder, 'port')));

    expect(isRunning(root)).toBe(true);
    expect(await isPortFree(port)).toBe(false);
    await stopProcessTree({ root, graceMs: 200 });
    expect(isRunning(root)).toBe(false);
    expect(await isPortFree(port)).toBe(true);
  },
);

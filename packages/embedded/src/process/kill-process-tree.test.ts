import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { killProcessTree } from './kill-process-tree.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';
import { startDetached } from './start-detached.ts';

test('a killed tree is gone, with what left its session and with what was stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rd-kill-'));
  const script = `setsid sleep 300 & kill -STOP $!; echo $! > child; wait; touch saw-it`;
  const { identity } = await startDetached({
    command: '/bin/bash',
    args: ['-c', script],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    cwd: folder,
    logFile: join(folder, 'log'),
  });
  const child = await identityFrom(join(folder, 'child'));

  await killProcessTree({ root: identity });

  expect(isRunning(identity)).toBe(false);
  expect(isRunning(child)).toBe(false);
  expect(existsSync(join(folder, 'saw-it'))).toBe(false);
  rmSync(folder, { recursive: true });
});

async function identityFrom(file: string): Promise<ProcessIdentity> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await delay(20)) {
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    const identity = pid > 0 ? identifyProcess(pid) : undefined;
    if (identity !== undefined) return identity;
  }
  throw new Error(`No process is named in ${file}.`);
}

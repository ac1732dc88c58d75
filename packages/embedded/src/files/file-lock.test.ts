import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identifyProcess } from '../process/process-identity.ts';
import { withFileLock } from './file-lock.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rd-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a lock whose process is gone counts as free', async () => {
  writeFileSync(lock, JSON.stringify({ pid: 999_999_999, startTime: 'long ago', pgid: 999_999_999 }));
  expect(await withFileLock(lock, { holder: 'Another' }, () => Promise.resolve('done'))).toBe('done');
});

test('a lock whose pid belongs to a later process counts as free', async () => {
  writeFileSync(lock, JSON.stringify({ ...identifyProcess(process.pid), startTime: 'long ago' }));
  expect(await withFileLock(lock, { holder: 'Another' }, () => Promise.resolve('done'))).toBe('done');
});

test('a lock that a crash left empty counts as free', async () => {
  writeFileSync(lock, '');
  expect(await withFileLock(lock, { holder: 'Another' }, () => Promise.resolve('done'))).toBe('done');
});

test('a held lock is waited for, and given up in a sentence', async () => {
  writeFileSync(lock, JSON.stringify(identifyProcess(process.ppid)));
  const attempt = withFileLock(lock, { holder: 'Another `raydeck up`', timeoutMs: 50 }, () => Promise.resolve());
  await expect(attempt).rejects.toThrow('Another `raydeck up` is still at work.');
});

test('the lock is free again after a failure', async () => {
  const failing = withFileLock(lock, { holder: 'Another' }, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MachineError } from '../machine-error.ts';
import { ProcessIdentity, identifyProcess, isRunning } from '../process/process-identity.ts';

export interface LockOptions {
  /** What the lock guards, for the message: "another `raydeck up`". */
  holder: string;
  timeoutMs?: number;
  onWait?: () => void;
  signal?: AbortSignal | undefined;
}

/** Runs `work` while no other process holds the same lock. A lock whose process is gone counts as free. */
export async function withFileLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const release = await acquire(path, options);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(
  path: string,
  { holder, timeoutMs = 900_000, onWait, signal }: LockOptions,
): Promise<() => void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const deadline = Date.now() + timeoutMs;
  for (let turn = 0; ; turn++) {
    if (tryLock(path)) return () => rmSync(path, { force: true });
    if (removeWhenStale(path)) continue;
    if (Date.now() > deadline)
      throw new MachineError(`${holder} is still at work.`, 'Wait until it has ended, then try again.');
    signal?.throwIfAborted();
    if (turn === 0) onWait?.();
    await delay(100);
  }
}

/** The owner stands in the file from the first moment on, because a finished file is linked into place. */
function tryLock(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(identifyProcess(process.pid)), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Renaming decides between two that find the same stale lock. Whoever renames a fresh one by mistake puts it back. */
function removeWhenStale(path: string): boolean {
  const seen = readIfPresent(path);
  if (seen === undefined) return true;
  if (isHeld(seen)) return false;
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  if (readIfPresent(aside) !== seen) linkBack(aside, path);
  rmSync(aside, { force: true });
  return true;
}

function linkBack(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // A third one holds it by now.
  }
}

function isHeld(content: string): boolean {
  try {
    return isRunning(ProcessIdentity.parse(JSON.parse(content)));
  } catch {
    return false;
  }
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

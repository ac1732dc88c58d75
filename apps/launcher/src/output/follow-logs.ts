import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface FollowedLog {
  name: string;
  path: string;
  /** Where to begin; the end of the file when left out. */
  offset?: number;
}

const POLL_MS = 250;

/** Hands over each line that is appended to the logs until the signal aborts. A log that is replaced begins anew. */
export async function followLogs(
  logs: FollowedLog[],
  onLine: (name: string, line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const followed = logs.map((log) => ({ ...log, offset: log.offset ?? sizeOf(log.path), open: '' }));
  while (!signal.aborted) {
    for (const log of followed) {
      if (sizeOf(log.path) < log.offset) log.offset = 0;
      const lines = (log.open + readNew(log)).split('\n');
      log.open = lines.pop() ?? '';
      for (const line of lines) onLine(log.name, line);
    }
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

function readNew(log: { path: string; offset: number }): string {
  const buffer = Buffer.alloc(Math.min(sizeOf(log.path) - log.offset, 1 << 20));
  if (buffer.length <= 0) return '';
  const file = openSync(log.path, 'r');
  try {
    const count = readSync(file, buffer, 0, buffer.length, log.offset);
    log.offset += count;
    return buffer.toString('utf8', 0, count);
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

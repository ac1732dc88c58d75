import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../process/process-command-line.ts';
import { identifyProcess, type ProcessIdentity } from '../process/process-identity.ts';

/**
 * The server that runs in this data folder, by PostgreSQL's own note of it. After a crash the note stays behind, and
 * another process may have got the pid since: so its command line must name the folder.
 */
export function findRunningServer(dataDir: string): { identity: ProcessIdentity; port: number } | undefined {
  const lines = readLines(join(dataDir, 'postmaster.pid'));
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const identity = identifyProcess(pid);
  if (identity === undefined || !readCommandLine(pid).includes(dataDir)) return undefined;
  return { identity, port: Number(lines[3]) };
}

/**
 * Lets PostgreSQL judge a note that is left over: it refuses to start when any process has the old pid, but takes that of
 * its own parent, which is us, for stale. The rest of the note stays: by it PostgreSQL finds out whether children of the
 * dead server still use the data. Only to be called when no server runs.
 */
export function disownPostmasterFile(dataDir: string): void {
  const path = join(dataDir, 'postmaster.pid');
  const [, ...rest] = readLines(path);
  if (rest.length > 0) writeFileSync(path, [process.pid, ...rest].join('\n'));
  // An empty one is refused too, and tells nothing.
  else rmSync(path, { force: true });
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

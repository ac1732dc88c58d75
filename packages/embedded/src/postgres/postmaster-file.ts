import { readFileSync, rmSync } from 'node:fs';
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

/** Only to be called when no server runs: PostgreSQL would refuse to start if some process had the old pid. */
export function removePostmasterFile(dataDir: string): void {
  rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

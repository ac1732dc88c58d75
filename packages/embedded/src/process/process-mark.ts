import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import type { ProcessRow } from './process-table.ts';

/**
 * An environment variable that everything we start inherits. It finds processes that left their parent, session and
 * group behind: the entrypoint of a Ray job whose supervisor died, or a server whose launcher was killed before it
 * could write the pid down.
 */
export const MARK_VARIABLE = 'RAYDECK_MARK';

export function listMarkedPids(rows: ProcessRow[], mark: string): Set<number> {
  if (platform() !== 'linux') return new Set(listFromPs(mark));
  return new Set(rows.filter((row) => hasMark(row.pid, mark)).map((row) => row.pid));
}

function hasMark(pid: number, mark: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
    return environment.split('\0').includes(`${MARK_VARIABLE}=${mark}`);
  } catch {
    return false;
  }
}

function listFromPs(mark: string): number[] {
  try {
    const output = execFileSync('ps', ['-axEww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 << 20 });
    const lines = output.split('\n').filter((line) => line.split(/\s+/).includes(`${MARK_VARIABLE}=${mark}`));
    return lines.map((line) => Number.parseInt(line, 10)).filter(Number.isInteger);
  } catch {
    return [];
  }
}

import { listMarkedPids } from './process-mark.ts';
import { isSameProcess, type ProcessIdentity } from './process-identity.ts';
import { listProcesses, type ProcessRow } from './process-table.ts';

export interface TreeRoots {
  /** The process that was started in a session of its own. */
  root?: ProcessIdentity | undefined;
  /** The mark that its whole offspring inherits, see process-mark.ts. */
  mark?: string | undefined;
}

/**
 * Everything alive that belongs to the roots: their descendants, the members of sessions and groups that these lead,
 * and all that carry the mark. Never this process or one of its ancestors.
 */
export function collectProcessTree({ root, mark }: TreeRoots): ProcessRow[] {
  const rows = listProcesses();
  const members = new Set<number>();
  if (root !== undefined && rows.some((row) => isSameProcess(row, root))) members.add(root.pid);
  if (mark !== undefined) for (const pid of listMarkedPids(rows, mark)) members.add(pid);
  const spared = ancestry(rows, process.pid);
  for (const pid of spared) members.delete(pid);
  while (grow(rows, members, spared)) continue;
  return rows.filter((row) => members.has(row.pid) && !row.isZombie);
}

function grow(rows: ProcessRow[], members: Set<number>, spared: Set<number>): boolean {
  const before = members.size;
  for (const row of rows) {
    if (spared.has(row.pid)) continue;
    if (members.has(row.parentPid) || members.has(row.sessionId) || members.has(row.pgid)) members.add(row.pid);
  }
  return members.size > before;
}

function ancestry(rows: ProcessRow[], pid: number): Set<number> {
  const parents = new Map(rows.map((row) => [row.pid, row.parentPid]));
  const line = new Set([0, 1]);
  for (let next: number | undefined = pid; next !== undefined && !line.has(next); next = parents.get(next))
    line.add(next);
  return line;
}

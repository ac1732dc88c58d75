import { setTimeout as delay } from 'node:timers/promises';
import { MachineError } from '../machine-error.ts';
import { isRunning } from './process-identity.ts';
import type { ProcessRow } from './process-table.ts';
import { collectProcessTree, type TreeRoots } from './process-tree.ts';

const DEADLINE_MS = 10_000;

/**
 * Ends a process with all its offspring as a loss of power would. All are frozen before the first one dies, so that none sees
 * another die and tells somebody.
 */
export async function killProcessTree(roots: TreeRoots): Promise<void> {
  const members = new Map<number, ProcessRow>();
  for (let found = collectProcessTree(roots); found.some((row) => !members.has(row.pid));) {
    for (const row of found) members.set(row.pid, row);
    signalAll(found, 'SIGSTOP');
    found = collectProcessTree(roots);
  }
  signalAll([...members.values()], 'SIGKILL');
  const deadline = Date.now() + DEADLINE_MS;
  while ([...members.values()].some(isRunning)) {
    if (Date.now() > deadline) {
      throw new MachineError(
        'Killed processes did not end.',
        `Look at these: ${[...members.keys()].join(', ')}. Run the command as the user that started them.`,
      );
    }
    await delay(20);
  }
}

function signalAll(rows: ProcessRow[], signal: NodeJS.Signals): void {
  for (const row of rows) {
    try {
      process.kill(row.pid, signal);
    } catch {
      // Already gone, or not ours: the wait for the end tells which.
    }
  }
}

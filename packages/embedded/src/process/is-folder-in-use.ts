import { readCommandLine } from './process-command-line.ts';
import { listProcesses } from './process-table.ts';

/** Whether a program of this folder runs: its path stands in some process's command line. */
export function isFolderInUse(folder: string): boolean {
  return listProcesses().some(({ pid, isZombie }) => !isZombie && readCommandLine(pid).includes(folder));
}

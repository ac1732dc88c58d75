import { readFileSync } from 'node:fs';
import { collectProcessTree, type ProcessIdentity } from '@raydeck/embedded';

/** Pids of the head's processes by what their command line or title says. */
export function rayProcesses(root: ProcessIdentity, words: RegExp): number[] {
  return collectProcessTree({ root })
    .map(({ pid }) => pid)
    .filter((pid) => words.test(commandLine(pid)));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

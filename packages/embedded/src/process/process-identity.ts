import { z } from 'zod';
import { findProcess, type ProcessRow } from './process-table.ts';

/** What is written down about a process so that it can be found again, and never mistaken for a later one. */
export const ProcessIdentity = z.object({
  pid: z.number().int().positive(),
  startTime: z.string(),
  pgid: z.number().int().positive(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** The identity of a running process, or undefined when there is none with this pid. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const row = findProcess(pid);
  if (row === undefined || row.isZombie) return undefined;
  return { pid: row.pid, startTime: row.startTime, pgid: row.pgid };
}

export function isRunning(identity: ProcessIdentity): boolean {
  const row = findProcess(identity.pid);
  return row !== undefined && isSameProcess(row, identity);
}

export function isSameProcess(row: ProcessRow, identity: { pid: number; startTime: string }): boolean {
  return row.pid === identity.pid && row.startTime === identity.startTime && !row.isZombie;
}

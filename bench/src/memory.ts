import { readFileSync } from 'node:fs';
import { listPartProcesses } from './process-parts.ts';

/** Resident memory of each part's largest process, in megabytes. */
export function residentMegabytes(): Record<string, number> {
  const megabytes: Record<string, number> = {};
  for (const { part, pid } of listPartProcesses()) {
    megabytes[part] = Math.max(megabytes[part] ?? 0, readMegabytes(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/));
  }
  return megabytes;
}

/** Resident memory of all processes of each part, in megabytes. What several share is counted once, a part of it for each. */
export function proportionalMegabytes(): Record<string, number> {
  const megabytes: Record<string, number> = {};
  for (const { part, pid } of listPartProcesses()) {
    megabytes[part] = (megabytes[part] ?? 0) + readMegabytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m);
  }
  return megabytes;
}

/** Nothing for a process that has ended. */
function readMegabytes(file: string, kilobytes: RegExp): number {
  try {
    return Number(kilobytes.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

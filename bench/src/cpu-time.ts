import { listPartProcesses } from './process-parts.ts';

/** CPU seconds, user and system, of each part. */
export type CpuSeconds = Record<string, number>;

/**
 * CPU time that the processes below the launcher have taken so far; from the kernel's counters, so that what else runs on the machine
 * counts less than in a time on the clock. A server's ended children count to it.
 */
export function cpuSeconds(): CpuSeconds {
  const seconds: CpuSeconds = {};
  for (const { part, cpuSeconds: taken } of listPartProcesses()) seconds[part] = (seconds[part] ?? 0) + taken;
  return seconds;
}

/** What each part took between two readings, in milliseconds for each of `tasks`. */
export function cpuMsPerTask(before: CpuSeconds, after: CpuSeconds, tasks: number): CpuSeconds {
  return Object.fromEntries(
    Object.entries(after).map(([part, seconds]) => [part, ((seconds - (before[part] ?? 0)) * 1000) / tasks]),
  );
}

import { readdirSync, readFileSync } from 'node:fs';

/** The parts of an installation, by what their processes are called; the first that fits. */
const PARTS: readonly (readonly [part: string, called: RegExp])[] = [
  ['PostgreSQL', /\/postgres -D |^postgres:/],
  ['worker', /apps\/worker\/src\/main\.ts/],
  ['gateway', /raydeck\.gateway/],
  ['actors', /^ray::(RaydeckLane|raydeck-)/],
  ['Ray', /ray/],
];

/** CPU seconds, user and system, of each part. */
export type CpuSeconds = Record<string, number>;

/**
 * CPU time that the processes below the launcher have taken so far; from the kernel's counters, so that what else runs on the machine
 * counts less than in a time on the clock. A server's ended children count to it.
 */
export function cpuSeconds(): CpuSeconds {
  const seconds: CpuSeconds = {};
  for (const { part, ticks } of partProcesses()) seconds[part] = (seconds[part] ?? 0) + ticks / TICKS_PER_SECOND;
  return seconds;
}

/** Resident memory of each part's largest process, in megabytes. */
export function residentMegabytes(): Record<string, number> {
  const megabytes: Record<string, number> = {};
  for (const { part, pid } of partProcesses()) {
    const [, kilobytes = 0] = /VmRSS:\s+(\d+)/.exec(readIfThere(`/proc/${pid}/status`)) ?? [];
    megabytes[part] = Math.max(megabytes[part] ?? 0, Number(kilobytes) / 1_024);
  }
  return megabytes;
}

/** The processes below the launcher that belong to a part. */
function partProcesses(): (Process & { part: string })[] {
  const processes = readProcesses();
  const below = new Set([process.ppid]);
  for (let before = 0; before !== below.size;) {
    before = below.size;
    for (const { pid, parent } of processes) if (below.has(parent)) below.add(pid);
  }
  return processes.flatMap((one) => {
    const part = below.has(one.pid) && one.pid !== process.ppid && PARTS.find(([, called]) => called.test(one.command));
    return part ? [{ ...one, part: part[0] }] : [];
  });
}

/** What each part took between two readings, in milliseconds for each of `tasks`. */
export function cpuMsPerTask(before: CpuSeconds, after: CpuSeconds, tasks: number): CpuSeconds {
  return Object.fromEntries(
    Object.entries(after).map(([part, seconds]) => [part, ((seconds - (before[part] ?? 0)) * 1000) / tasks]),
  );
}

/** USER_HZ of Linux, the same on all its platforms. */
const TICKS_PER_SECOND = 100;

interface Process {
  pid: number;
  parent: number;
  command: string;
  ticks: number;
}

function readProcesses(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        // The second field, in brackets, may hold anything.
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
        const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((at) =>
          Number(fields[at]),
        );
        return [{ pid: Number(name), parent, command, ticks: utime + stime + cutime + cstime }];
      } catch {
        return []; // It has ended.
      }
    });
}

/** Empty for a process that has ended. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

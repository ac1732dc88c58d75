import { readdirSync, readFileSync } from 'node:fs';

/** The parts of an installation, and of what it is compared with, by what their processes are called; the first that fits. */
const PARTS: readonly (readonly [part: string, called: RegExp])[] = [
  ['benchmark', /bench\/(src|celery|django_ray)\/[\w-]+\.(ts|py)/],
  ['PostgreSQL', /\/postgres -D |^postgres:/],
  ['Redis', /redis-server/],
  ['Celery', /-m celery /],
  ['worker', /apps\/worker\/src\/main\.ts/],
  ['gateway', /raydeck\.gateway/],
  ['actors', /^ray::(RaydeckLane|raydeck-)/],
  ['Ray', /ray/],
];

export interface PartProcess {
  pid: number;
  part: string;
  /** CPU seconds, user and system, with those of its ended children. */
  cpuSeconds: number;
}

/** The processes below the launcher that belong to a part. */
export function listPartProcesses(): PartProcess[] {
  const processes = readProcesses();
  const below = new Set([process.ppid]);
  for (let before = 0; before !== below.size;) {
    before = below.size;
    for (const { pid, parent } of processes) if (below.has(parent)) below.add(pid);
  }
  below.delete(process.ppid);
  return processes.flatMap(({ pid, command, cpuSeconds }) => {
    const part = below.has(pid) && PARTS.find(([, called]) => called.test(command))?.[0];
    return part ? [{ pid, part, cpuSeconds }] : [];
  });
}

/** USER_HZ of Linux, the same on all its platforms. */
const TICKS_PER_SECOND = 100;

interface Process {
  pid: number;
  parent: number;
  command: string;
  cpuSeconds: number;
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
        const cpuSeconds = (utime + stime + cutime + cstime) / TICKS_PER_SECOND;
        return [{ pid: Number(name), parent, command, cpuSeconds }];
      } catch {
        return []; // It has ended.
      }
    });
}

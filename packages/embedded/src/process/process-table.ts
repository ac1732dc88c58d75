import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { platform } from 'node:os';

/** One row of the system's process table. `startTime` tells two processes with the same pid apart, also after a reboot. */
export interface ProcessRow {
  pid: number;
  parentPid: number;
  pgid: number;
  sessionId: number;
  startTime: string;
  /** Nothing of it runs any more; only its parent has not taken note. */
  isZombie: boolean;
}

export function listProcesses(): ProcessRow[] {
  return platform() === 'linux' ? listFromProc() : listFromPs();
}

export function findProcess(pid: number): ProcessRow | undefined {
  if (platform() === 'linux') return readFromProc(pid, bootId());
  return listFromPs(pid)[0];
}

function listFromProc(): ProcessRow[] {
  const boot = bootId();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readFromProc(Number(name), boot) ?? []);
}

function readFromProc(pid: number, boot: string): ProcessRow | undefined {
  const stat = readIfPresent(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name in parentheses may hold spaces and parentheses itself, so the fields start after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parentPid, pgid, sessionId] = fields;
  // The first thread is a zombie as soon as it has ended itself; the others hold its memory and its ports until they have too.
  const threads = Number(fields[17]);
  return {
    pid,
    parentPid: Number(parentPid),
    pgid: Number(pgid),
    sessionId: Number(sessionId),
    startTime: `${boot}:${fields[19] ?? ''}`,
    isZombie: (state === 'Z' || state === 'X') && threads <= 1,
  };
}

function bootId(): string {
  return (readIfPresent('/proc/sys/kernel/random/boot_id') ?? '').trim().slice(0, 8);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function listFromPs(pid?: number): ProcessRow[] {
  const which = pid === undefined ? ['-ax'] : ['-p', String(pid)];
  try {
    const columns = 'pid=,ppid=,pgid=,sess=,state=,lstart=';
    return execFileSync('ps', [...which, '-o', columns], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')
      .flatMap((line) => parsePsLine(line) ?? []);
  } catch {
    return [];
  }
}

function parsePsLine(line: string): ProcessRow | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
  if (match === null) return undefined;
  const [, pid, parentPid, pgid, session, state = '', startTime = ''] = match;
  // macOS prints a pointer or 0 for the session; a detached process leads its session, so its group stands for it.
  const sessionId = /^[1-9]\d*$/.test(session ?? '') ? Number(session) : Number(pgid);
  const row = { pid: Number(pid), parentPid: Number(parentPid), pgid: Number(pgid), sessionId };
  return { ...row, startTime, isZombie: state.startsWith('Z') };
}

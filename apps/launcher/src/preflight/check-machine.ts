import { existsSync, statfsSync } from 'node:fs';
import { platform, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { constrainedMemory } from 'node:process';
import { isPortFree, MachineError } from '@raydeck/embedded';

export interface MachineNeeds {
  /** Folders that will grow, and by how much at least they can. */
  disk: { path: string; freeBytes: number }[];
  memoryBytes: number;
  /** A port that was asked for by number, unless we hold it already. */
  port?: { number: number; host: string } | undefined;
}

const GIB = 1024 ** 3;

export async function checkMachine({ disk, memoryBytes, port }: MachineNeeds): Promise<void> {
  if (platform() === 'win32') throw new MachineError('Raydeck does not run on Windows itself.', 'Use it inside WSL 2.');
  for (const { path, freeBytes } of disk) checkDisk(path, freeBytes);
  checkMemory(memoryBytes);
  if (port !== undefined) await checkPort(port.number, port.host);
}

function checkDisk(path: string, neededBytes: number): void {
  const folder = firstExisting(path);
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new MachineError(
    `${folder} has ${gib(freeBytes)} GB free, and Raydeck needs ${gib(neededBytes)} GB there.`,
    'Free some space on that disk, then try again.',
  );
}

function checkMemory(neededBytes: number): void {
  const limit = constrainedMemory();
  const bytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  // A machine sold with 4 GB shows a little less.
  if (bytes >= neededBytes * 0.9) return;
  throw new MachineError(
    `This machine has ${gib(bytes)} GB of memory, and Raydeck with a local Ray needs ${gib(neededBytes)} GB.`,
    'Give it more memory, or start without Ray: ./raydeck up --no-ray',
  );
}

async function checkPort(port: number, host: string): Promise<void> {
  if (await isPortFree(port, host)) return;
  throw new MachineError(
    `Port ${port} on ${host} cannot be opened: another program has it, or this user may not.`,
    'End that program, or choose another one with --port.',
  );
}

function firstExisting(path: string): string {
  return existsSync(path) || path === '/' ? path : firstExisting(dirname(path));
}

function gib(bytes: number): string {
  return (bytes / GIB).toFixed(1).replace(/\.0$/, '');
}

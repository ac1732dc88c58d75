import { existsSync, statfsSync } from 'node:fs';
import { platform, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { constrainedMemory } from 'node:process';
import { MachineError } from '@raydeck/embedded';

export interface MachineNeeds {
  /** Folders that will grow, and by how much at least they can. */
  disk: { path: string; freeBytes: number }[];
  memoryBytes: number;
  /** Where Ray will be installed, if it will. */
  rayDir?: string | undefined;
}

const GIB = 1024 ** 3;

export function checkMachine({ disk, memoryBytes, rayDir }: MachineNeeds): void {
  if (platform() === 'win32') throw new MachineError('Raydeck does not run on Windows itself.', 'Use it inside WSL 2.');
  if (rayDir !== undefined) checkRayPath(rayDir);
  for (const { path, freeBytes } of disk) checkDisk(path, freeBytes);
  checkMemory(memoryBytes);
}

/** Ray preloads a library from its folder, and the variable for that separates paths by spaces. */
function checkRayPath(path: string): void {
  if (!/[\s:]/.test(path)) return;
  throw new MachineError(
    `Ray does not run from ${path}: the path has a space or a colon in it.`,
    'Move the checkout to another folder, or start without Ray: ./raydeck up --no-ray',
  );
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

function firstExisting(path: string): string {
  return existsSync(path) || path === '/' ? path : firstExisting(dirname(path));
}

function gib(bytes: number): string {
  return (bytes / GIB).toFixed(1).replace(/\.0$/, '');
}

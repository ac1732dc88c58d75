import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RaydeckError } from '@raydeck/core';
import { type Zippable, zipSync } from 'fflate';
import { listPackageFiles } from './list-package-files.ts';
import type { PackageContent } from './package-content.ts';
import { checkPackageSize, type MeasuredFile } from './package-size.ts';

/** All is held in memory at once; a folder of code has a thousandth of this. */
const UNPACKED_LIMIT_BYTES = 512 * 1024 * 1024;

const MADE_ON_UNIX = 3;

export interface ZippedDirectory extends PackageContent {
  sizeBytes: number;
  fileCount: number;
}

interface PackageFile extends MeasuredFile {
  isExecutable: boolean;
}

/**
 * Packs a folder of code: the same files give the same bytes and the same hash, whenever and wherever. `prefix` (with a
 * slash at its end) is put before each path. Throws PRECONDITION when Ray could not take it (100 MiB), INVALID without a
 * file or with symbolic links, NOT_FOUND when there is no such folder.
 */
export async function zipDirectory(directory: string, options: { prefix?: string } = {}): Promise<ZippedDirectory> {
  const files = await measure(directory);
  if (files.length === 0) throw new RaydeckError('INVALID', `${directory} holds no file to pack.`);
  const unpackedBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (unpackedBytes > UNPACKED_LIMIT_BYTES) checkPackageSize(unpackedBytes, files);
  const entries: Zippable = {};
  // The format's first year, in local time since it knows no zones: the same bytes in every zone.
  const modifiedAt = new Date(1980, 0, 2, 12);
  for (const file of files) {
    const mode = file.isExecutable ? 0o100755 : 0o100644;
    const bytes = await readFile(join(directory, file.path));
    entries[(options.prefix ?? '') + file.path] = [
      bytes,
      { mtime: modifiedAt, os: MADE_ON_UNIX, attrs: (mode << 16) >>> 0 },
    ];
  }
  const content = Buffer.from(zipSync(entries, { level: 6 }));
  checkPackageSize(content.length, files);
  const hash = createHash('sha256').update(content).digest('hex');
  return { hash, content, sizeBytes: content.length, fileCount: files.length };
}

async function measure(directory: string): Promise<PackageFile[]> {
  const folder = await stat(directory).catch(() => null);
  if (!folder?.isDirectory()) throw new RaydeckError('NOT_FOUND', `There is no folder ${directory}.`);
  const paths = await listPackageFiles(directory);
  return Promise.all(
    paths.map(async (path) => {
      const { size, mode } = await stat(join(directory, path));
      return { path, sizeBytes: size, isExecutable: (mode & 0o100) !== 0 };
    }),
  );
}

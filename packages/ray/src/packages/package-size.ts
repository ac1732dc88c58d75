import { RaydeckError } from '@raydeck/core';

/** Ray's package endpoint takes less than this. */
export const PACKAGE_LIMIT_BYTES = 100 * 1024 * 1024;

/** Refuses a package that Ray would not take. Throws PRECONDITION; `largest` names files, the largest first. */
export function checkPackageSize(sizeBytes: number, largest: readonly string[] = []): void {
  if (sizeBytes < PACKAGE_LIMIT_BYTES) return;
  const mebibytes = (sizeBytes / 1024 / 1024).toFixed(1);
  const hint =
    largest.length === 0 ? '' : ` Its largest files: ${largest.join(', ')}. Name what is not needed in .gitignore.`;
  throw new RaydeckError('PRECONDITION', `The package has ${mebibytes} MiB; Ray takes less than 100 MiB.${hint}`);
}

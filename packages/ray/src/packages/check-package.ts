import { createHash } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import { unzipSync } from 'fflate';
import { checkPackageSize, PACKAGE_LIMIT_BYTES } from './package-size.ts';
import { UNPACKED_LIMIT_BYTES } from './unzip-package.ts';

/** The largest that Ray takes. */
export const packageLimitBytes = PACKAGE_LIMIT_BYTES - 1;

const ENTRIES = 50_000;
const STORED = 0;
const DEFLATED = 8;

/**
 * Looks at a package from outside, without unpacking it, and returns its hash: the SHA-256 of its bytes in hexadecimal. Throws
 * PRECONDITION when Ray would not take its size; INVALID when it is no zip, is empty, holds a path that leads out of its
 * folder or a path twice, or unpacks to more than 1 GiB.
 */
export function checkPackage(content: Uint8Array): string {
  checkPackageSize(content.byteLength);
  const paths = new Set<string>();
  let unpackedBytes = 0;
  const look = ({ name, originalSize, compression }: { name: string; originalSize: number; compression: number }) => {
    const problem = pathProblem(name) ?? (paths.has(name) ? 'stands in it twice' : null);
    if (problem !== null)
      throw invalid(`The package cannot hold ${JSON.stringify(name.slice(0, 200))}: it ${problem}.`);
    if (compression !== STORED && compression !== DEFLATED) throw invalid('The package must be stored or deflated.');
    paths.add(name);
    unpackedBytes += originalSize;
    if (paths.size > ENTRIES) throw invalid(`The package holds more than ${ENTRIES} files.`);
    if (unpackedBytes > UNPACKED_LIMIT_BYTES) throw invalid('The package unpacks to more than 1 GiB.');
    return false;
  };
  try {
    unzipSync(content, { filter: look });
  } catch (cause) {
    if (cause instanceof RaydeckError) throw cause;
    throw invalid('The package is not a zip file.', cause);
  }
  if (paths.size === 0) throw invalid('The package holds no file.');
  return createHash('sha256').update(content).digest('hex');
}

function pathProblem(path: string): string | null {
  if (path === '' || path.includes('\0') || path.includes('\\')) return 'is no path with "/" between its parts';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is an absolute path';
  if (path.split('/').includes('..')) return 'leads out of its folder';
  return null;
}

function invalid(message: string, cause?: unknown): RaydeckError {
  return new RaydeckError('INVALID', message, { cause });
}

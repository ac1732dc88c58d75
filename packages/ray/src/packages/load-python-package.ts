import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RaydeckError } from '@raydeck/core';
import type { PackageContent } from './package-content.ts';
import { zipDirectory } from './zip-directory.ts';

/**
 * Packs the `raydeck` package of a folder (RAYDECK_PYTHON_PACKAGE) for Ray's `py_modules`. Ray unpacks such a zip as it is
 * and puts its root onto sys.path, so the package's own folder stands in it. Throws PRECONDITION when it is not there.
 */
export async function loadPythonPackage(folder: string): Promise<PackageContent> {
  const entrypoint = await stat(join(folder, 'raydeck', 'entrypoint.py')).catch(() => null);
  if (!entrypoint?.isFile()) {
    throw new RaydeckError(
      'PRECONDITION',
      `${folder} does not hold the raydeck Python package: check RAYDECK_PYTHON_PACKAGE.`,
    );
  }
  const { hash, content } = await zipDirectory(join(folder, 'raydeck'), { prefix: 'raydeck/' });
  return { hash, content };
}

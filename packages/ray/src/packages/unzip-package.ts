import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { RaydeckError } from '@raydeck/core';
import { unzipSync } from 'fflate';

/** What a worker's disk or a Ray node's may be made to take. */
export const UNPACKED_LIMIT_BYTES = 1024 * 1024 * 1024;

/**
 * Unpacks a package into a folder that exists. Every file becomes readable and runnable by its owner only. Throws INVALID for
 * a path that leads out of the folder and beyond 1 GiB.
 */
export async function unzipPackage(content: Buffer, directory: string): Promise<void> {
  const root = normalize(directory + sep);
  for (const [path, bytes] of Object.entries(unzip(content))) {
    const target = join(root, path);
    if (!target.startsWith(root))
      throw new RaydeckError('INVALID', `The package names a file outside of itself: ${path}`);
    if (path.endsWith('/')) {
      await mkdir(target, { recursive: true });
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    // fflate does not tell the modes; scripts of a package are to run here as they do on Ray.
    await chmod(target, 0o700);
  }
}

function unzip(content: Buffer): Record<string, Uint8Array> {
  let unpackedBytes = 0;
  try {
    return unzipSync(content, {
      filter: (file) => {
        unpackedBytes += file.originalSize;
        if (unpackedBytes > UNPACKED_LIMIT_BYTES)
          throw new RaydeckError('INVALID', 'The package unpacks to more than 1 GiB.');
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof RaydeckError) throw cause;
    throw new RaydeckError('INVALID', 'The package is not a zip file.', { cause });
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipPackage } from '@raydeck/ray';

/** Folders of unpacked packages below one folder, by content hash. */
export interface UnpackedPackages {
  /** The folder of a package; `load` is called when it is not there yet. */
  folder(hash: string, load: () => Promise<Buffer>): Promise<string>;
}

/**
 * Each is unpacked aside and renamed into its place, so that it is there wholly or not at all, also for several workers that
 * share the folder and after a crash between the two.
 */
export function unpackedPackages(directory: string): UnpackedPackages {
  return {
    async folder(hash, load) {
      const target = join(directory, hash);
      if (await exists(target)) return target;
      const aside = join(directory, `.${hash}-${randomUUID()}`);
      await mkdir(aside, { recursive: true, mode: 0o700 });
      try {
        await unzipPackage(await load(), aside);
        await rename(aside, target);
      } catch (error) {
        await rm(aside, { recursive: true, force: true });
        // Somebody else was quicker: a folder that is not empty is not replaced.
        if (!(await exists(target))) throw error;
      }
      return target;
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

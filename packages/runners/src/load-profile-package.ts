import { RaydeckError } from '@raydeck/core';

/**
 * Loads a package for a submit, in the port's terms: PRECONDITION when it is not stored any more, UNAVAILABLE when the store
 * cannot tell.
 */
export async function loadProfilePackage(hash: string, load: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await load();
  } catch (cause) {
    const what = `The package ${hash.slice(0, 12)}`;
    if (cause instanceof RaydeckError && cause.code === 'NOT_FOUND') {
      throw new RaydeckError('PRECONDITION', `${what} is not stored any more: publish its profile again.`, { cause });
    }
    throw new RaydeckError('UNAVAILABLE', `${what} could not be loaded.`, { cause });
  }
}

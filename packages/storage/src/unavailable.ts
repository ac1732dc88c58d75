import { RaydeckError, type StorageScheme } from '@raydeck/core';

/** What went wrong inside stays in `cause`: it may name hosts, paths and accounts. */
export function unavailable(scheme: StorageScheme, cause: unknown): RaydeckError {
  if (cause instanceof RaydeckError) return cause;
  return new RaydeckError('UNAVAILABLE', `The storage for large results and logs ("${scheme}") does not work now.`, {
    cause,
  });
}

import { RaydeckError } from '@raydeck/core';

export function profileNotFound(name: string, version?: number): RaydeckError {
  const which = version === undefined ? '' : `version ${version} of `;
  return new RaydeckError('NOT_FOUND', `There is no ${which}profile "${name.slice(0, 100)}".`);
}

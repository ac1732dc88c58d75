import { RaydeckError } from '@raydeck/core';
import { profileName } from './profile-settings.ts';

/** Throws NOT_FOUND for what cannot be a profile's name, and what no database could look for. */
export function requireProfileName(name: string): string {
  if (profileName.safeParse(name).success) return name;
  throw profileNotFound(name);
}

export function profileNotFound(name: string, version?: number): RaydeckError {
  const which = version === undefined ? '' : `version ${version} of `;
  const shown = name.slice(0, 100).replaceAll('\0', '').toWellFormed();
  return new RaydeckError('NOT_FOUND', `There is no ${which}profile "${shown}".`);
}

import { RaydeckError } from '@raydeck/core';
import type { QueueSettings } from './queue-settings.ts';

/** The profiles that a queue's settings name, each with where. */
export function namedProfiles({ profile, allowedProfiles }: QueueSettings): { name: string; path: string }[] {
  const own = profile === null ? [] : [{ name: profile, path: 'profile' }];
  const others = allowedProfiles.map((name, index) => ({ name, path: `allowedProfiles[${index}]` }));
  return [...own, ...others].filter(({ name }) => name !== '*');
}

export function noProfile(name: string, path: string): RaydeckError {
  return new RaydeckError('NOT_FOUND', `${path}: there is no profile "${name}"`, { path });
}

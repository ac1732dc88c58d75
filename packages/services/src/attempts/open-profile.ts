import { RaydeckError } from '@raydeck/core';
import { secretContext } from '../profiles/keep-secrets.ts';
import type { StoredProfile } from '../profiles/stored-profile.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { AttemptContext } from './attempt-context.ts';

/** What of its profile an execution is told at the gate, and nowhere else. */
export interface OpenedProfile {
  env: Readonly<Record<string, string>>;
  djangoSettingsModule: string | null;
}

/** Throws UNAVAILABLE when a secret cannot be opened with this worker's keys. */
export async function openProfile(
  { profiles, keyRing }: Pick<AttemptContext, 'profiles' | 'keyRing'>,
  profileId: string | null,
): Promise<OpenedProfile> {
  if (profileId === null) return { env: {}, djangoSettingsModule: null };
  const profile = await profiles.get(profileId);
  return { env: openSecrets(profile, keyRing), djangoSettingsModule: profile.djangoSettingsModule };
}

function openSecrets({ name, secrets }: StoredProfile, keyRing: KeyRing | undefined): Record<string, string> {
  const entries = Object.entries(secrets);
  if (entries.length === 0) return {};
  if (!keyRing) throw unavailable(name, 'ENCRYPTION_KEYS is not set here.');
  try {
    return Object.fromEntries(
      entries.map(([secret, ciphertext]) => [secret, keyRing.decrypt(ciphertext, secretContext(name, secret))]),
    );
  } catch (cause) {
    if (!(cause instanceof RaydeckError)) throw cause;
    throw unavailable(name, cause.message, cause);
  }
}

function unavailable(profile: string, why: string, cause?: unknown): RaydeckError {
  return new RaydeckError('UNAVAILABLE', `This worker cannot open the secrets of profile ${profile}: ${why}`, {
    cause,
  });
}

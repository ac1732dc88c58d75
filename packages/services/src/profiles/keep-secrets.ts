import { RaydeckError } from '@raydeck/core';
import type { KeyRing } from '../secrets/key-ring.ts';

/** What a ciphertext belongs to: moved to another profile or name, it does not decrypt. */
export function secretContext(profile: string, name: string): string {
  return `profile-secret:${profile}:${name}`;
}

/**
 * The ciphertexts of the next version. `true` keeps the earlier one; so does the same value again, that an unchanged profile
 * makes no new version. Throws INVALID when there is nothing to keep, PRECONDITION without a key ring.
 */
export function keepSecrets({
  profile,
  asked,
  kept,
  ring,
}: {
  profile: string;
  asked: Readonly<Record<string, string | true>>;
  /** Name → ciphertext. */
  kept: Readonly<Record<string, string>>;
  ring: KeyRing | undefined;
}): Record<string, string> {
  const entries = Object.entries(asked).map(([name, value]): [string, string] => {
    const earlier = Object.hasOwn(kept, name) ? kept[name] : undefined;
    if (value !== true) return [name, encrypt(requireRing(ring, name), { profile, name, value, earlier })];
    if (earlier !== undefined) return [name, earlier];
    const problem = 'is true, and the earlier version has none to keep: give its value';
    throw new RaydeckError('INVALID', `secrets.${name} ${problem}.`, { path: `secrets.${name}` });
  });
  return Object.fromEntries(entries);
}

function encrypt(
  ring: KeyRing,
  { profile, name, value, earlier }: { profile: string; name: string; value: string; earlier: string | undefined },
): string {
  const context = secretContext(profile, name);
  return earlier !== undefined && decrypted(ring, earlier, context) === value ? earlier : ring.encrypt(value, context);
}

/** Null when its key has been taken out of the ring: then the value counts as new. */
function decrypted(ring: KeyRing, ciphertext: string, context: string): string | null {
  try {
    return ring.decrypt(ciphertext, context);
  } catch (error) {
    if (error instanceof RaydeckError && error.code === 'PRECONDITION') return null;
    throw error;
  }
}

function requireRing(ring: KeyRing | undefined, name: string): KeyRing {
  if (ring) return ring;
  throw new RaydeckError(
    'PRECONDITION',
    'Secrets are kept encrypted, and ENCRYPTION_KEYS is not set: give console and workers the same, such as ENCRYPTION_KEYS=k1:$(openssl rand -base64 32).',
    { path: `secrets.${name}` },
  );
}

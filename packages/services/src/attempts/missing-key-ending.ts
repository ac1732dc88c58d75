import type { Ending } from '@raydeck/core';
import { keyIdOf, type KeyRing } from '../secrets/key-ring.ts';
import { MissingKeyError } from '../secrets/missing-key.ts';
import type { StoredProfile } from '../profiles/stored-profile.ts';

/** Half a minute at first, an hour in the end: an attempt is a row each time, and their numbers are small integers. */
const firstWaitSeconds = 30;
const longestWaitSeconds = 3_600;

/**
 * How an attempt ends before it is submitted, when this worker cannot open what it needs; null when it can. The task is right and the
 * settings are not: it waits, uses up no attempt, and goes to whichever worker claims it next.
 */
export function missingKeyEnding(
  ring: KeyRing | undefined,
  { number, keyId, profile }: { number: number; keyId: string | null; profile: StoredProfile | null },
): Ending | null {
  const ids = [keyId, ...Object.values(profile?.secrets ?? {}).map(keyIdOf)];
  const missing = ids.find((id) => id !== null && !ring?.keyIds.includes(id));
  if (missing == null) return null;
  const { message } = new MissingKeyError(missing);
  return {
    state: 'FAILED',
    result: null,
    error: { class: 'EncryptionKeyMissing', message: `Nothing was started: ${message}`, traceback: null },
    exitCode: null,
    budget: 'none',
    retryable: true,
    waitSeconds: Math.min(firstWaitSeconds * 2 ** Math.min(number - 1, 10), longestWaitSeconds),
  };
}

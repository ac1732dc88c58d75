import { RaydeckError } from '@raydeck/core';
import type { StandingRow } from '@raydeck/db';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { AttemptContext } from './attempt-context.ts';

/**
 * By which a task's result is encrypted; undefined when it is kept plain, as the result of a task whose arguments are: who enqueues and
 * reads by SQL has no keys. Throws UNAVAILABLE where a key is needed and there is none: another worker has one.
 */
export function resultRing(
  { keyRing }: Pick<AttemptContext, 'keyRing'>,
  { keyId }: Pick<StandingRow, 'keyId'>,
): KeyRing | undefined {
  if (keyId === null) return undefined;
  if (keyRing) return keyRing;
  throw new RaydeckError(
    'UNAVAILABLE',
    'The task is encrypted, and this worker has no ENCRYPTION_KEYS for its result.',
  );
}

import { RaydeckError } from '@raydeck/core';
import { keyIdOf, type KeyRing } from './key-ring.ts';
import { MissingKeyError } from './missing-key.ts';
import { ciphertextOf, openPayload } from './sealed-payload.ts';

/** Payload of a row, as JSON text. */
interface Sealed {
  args: string;
  kwargs: string;
  result?: string | null;
}

/** Why a payload cannot be read here. */
export interface Locked {
  keyId: string;
  /** Whether it is the key that lacks; else the ciphertext was changed or moved. */
  isKeyMissing: boolean;
  problem: string;
}

export type OpenedCall =
  | { args: string; kwargs: string; result: string | null; locked: null }
  | { args: null; kwargs: null; result: null; locked: Locked };

/** A row's payload as it was before it was encrypted, or why it stays closed: the row itself can be shown all the same. */
export function openCall(
  ring: KeyRing | undefined,
  place: string,
  { args, kwargs, result = null }: Sealed,
): OpenedCall {
  try {
    return {
      args: openPayload(ring, place, 'args', args),
      kwargs: openPayload(ring, place, 'kwargs', kwargs),
      result: result === null ? null : openPayload(ring, place, 'result', result),
      locked: null,
    };
  } catch (error) {
    if (!(error instanceof RaydeckError)) throw error;
    const found = ciphertextOf(args) ?? ciphertextOf(kwargs) ?? ciphertextOf(result ?? '') ?? '';
    const isKeyMissing = error instanceof MissingKeyError;
    const keyId = isKeyMissing ? error.keyId : (keyIdOf(found) ?? '');
    return { args: null, kwargs: null, result: null, locked: { keyId, isKeyMissing, problem: error.message } };
  }
}

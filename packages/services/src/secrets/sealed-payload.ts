import { RaydeckError } from '@raydeck/core';
import { keyIdOf, type KeyRing } from './key-ring.ts';
import { MissingKeyError } from './missing-key.ts';

/** JSON of a row: an argument list, its named arguments, or a result. */
export type PayloadField = 'args' | 'kwargs' | 'result';

/** A member that no payload may have by itself. */
const marker = 'raydeck.encrypted';

/**
 * An encrypted payload is JSON of the kind that it stands for, so that the door takes it: `[{"raydeck.encrypted": "e2.…"}]`,
 * `{"raydeck.encrypted": "e2.…"}`. Written without spaces, by every client.
 */
const form =
  /^(?:\[\{"raydeck\.encrypted":"(e2\.[\w-]+\.[\w-]+)"\}\]|\{"raydeck\.encrypted":"(e2\.[\w-]+\.[\w-]+)"\})$/;

/** Where a task's payload stands: what its ciphertext is bound to. */
export function taskPlace(taskId: string): string {
  return `task:${taskId.toLowerCase()}`;
}

/** The same of a schedule. */
export function schedulePlace(name: string): string {
  return `schedule:${name}`;
}

/** `json` encrypted for this place and field, by the first key of the ring. */
export function sealPayload(ring: KeyRing, place: string, field: PayloadField, json: string): string {
  const object = `{"${marker}":"${ring.encrypt(json, `${place}:${field}`)}"}`;
  return field === 'args' ? `[${object}]` : object;
}

export function isSealed(json: string): boolean {
  return ciphertextOf(json) !== null;
}

/**
 * What was encrypted for this place and field; what is not encrypted is given back as it is. Throws MissingKeyError, INTERNAL when it
 * was moved here or changed.
 */
export function openPayload(ring: KeyRing | undefined, place: string, field: PayloadField, json: string): string {
  const ciphertext = ciphertextOf(json);
  if (ciphertext === null) return json;
  if (!ring) throw new MissingKeyError(keyIdOf(ciphertext) ?? '');
  return ring.decrypt(ciphertext, `${place}:${field}`);
}

/** Throws INVALID for JSON that a reader would take for encrypted. */
export function refuseSealed(json: string, path: string): void {
  if (!json.includes(marker) || !isSealed(json)) return;
  throw new RaydeckError('INVALID', `${path}: is encrypted already; Raydeck encrypts by itself`, { path });
}

/** The ciphertext within; null for what is not encrypted. */
export function ciphertextOf(json: string): string | null {
  if (!json.startsWith('{"raydeck.e') && !json.startsWith('[{"raydeck.e')) return null;
  const [, list, object] = form.exec(json) ?? [];
  return list ?? object ?? null;
}

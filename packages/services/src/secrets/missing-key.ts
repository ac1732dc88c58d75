import { RaydeckError } from '@raydeck/core';

/** What was encrypted under a key that this process does not have. Its code is PRECONDITION. */
export class MissingKeyError extends RaydeckError {
  readonly keyId: string;

  constructor(keyId: string) {
    super('PRECONDITION', `ENCRYPTION_KEYS lacks the key "${keyId}", with which this was encrypted.`);
    this.keyId = keyId;
  }
}

import { z } from 'zod';

/** Why a payload that is kept encrypted cannot be shown by this process. */
export const Locked = z
  .strictObject({
    keyId: z.string().meta({ description: 'Of ENCRYPTION_KEYS.' }),
    isKeyMissing: z.boolean().meta({ description: 'Else the ciphertext was changed, or moved from another row.' }),
    problem: z.string(),
  })
  .optional()
  .meta({ description: 'Only where the payload is encrypted and cannot be opened: then it is left out.' });

import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { StateFolder } from './state-folder.ts';

/** Everything generated that must stay private. Written before its first use, so that a crash never loses one. */
export const Secrets = z.object({
  postgresPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
  rayToken: z.string(),
  raydeckSecret: z.string(),
  nextauthSecret: z.string(),
  /** ENCRYPTION_KEYS: without it the secrets of profiles cannot be read any more. Added to files of earlier versions. */
  encryptionKeys: z.string().optional(),
  adminPassword: z.string(),
  /** For people's programs: `up` and `status` show it. */
  apiKey: z.string().optional(),
  /** For the commands of this folder that need an administrator; never shown. */
  adminApiKey: z.string().optional(),
  /** The database given by flag or .env, if any: it may hold a password. */
  givenDatabaseUrl: z.string().optional(),
});
export type Secrets = z.infer<typeof Secrets>;

export function findSecrets(state: StateFolder): Secrets | undefined {
  return readJsonFile(state.secretsFile, Secrets);
}

export function ensureSecrets(state: StateFolder): Secrets {
  const present = findSecrets(state);
  if (present?.encryptionKeys !== undefined) return present;
  const made = { ...generateSecrets(), ...present };
  writeJsonFile(state.secretsFile, made);
  return made;
}

export function saveSecrets(state: StateFolder, secrets: Secrets): void {
  writeJsonFile(state.secretsFile, secrets);
}

/** Easy to read aloud and to type: no letters that look alike. */
export function generatePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

function generateSecrets(): Secrets {
  const secret = () => randomBytes(32).toString('hex');
  return {
    postgresPassword: secret(),
    ownerPassword: secret(),
    appPassword: secret(),
    rayToken: secret(),
    raydeckSecret: secret(),
    nextauthSecret: secret(),
    encryptionKeys: `k1:${randomBytes(32).toString('base64')}`,
    adminPassword: generatePassword(),
  };
}

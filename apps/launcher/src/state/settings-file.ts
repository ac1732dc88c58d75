import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { StateFolder } from './state-folder.ts';

/** What the last `up` made, for `status` and for the next `up`. No secrets in here. */
export const Stack = z.object({
  database: z.enum(['embedded', 'given']),
  ray: z.enum(['embedded', 'given', 'none']),
  webUrl: z.string().nullable(),
  /** On this machine, also when people come through a proxy. */
  webHealthUrl: z.string().nullable(),
  workerUrl: z.string(),
  rayDashboardUrl: z.string().nullable(),
});
export type Stack = z.infer<typeof Stack>;

export const StoredSettings = z.object({
  /** The folder of `up --code`. */
  codeDirectory: z.string().optional(),
  stack: Stack.optional(),
  /** Fingerprint of the migrations that the database has. */
  migrated: z.string().optional(),
  /** Fingerprint of the database that has the administrator and the API key. */
  accounts: z.string().optional(),
});
export type StoredSettings = z.infer<typeof StoredSettings>;

export function readStoredSettings(state: StateFolder): StoredSettings {
  return readJsonFile(state.settingsFile, StoredSettings) ?? {};
}

export function updateStoredSettings(state: StateFolder, change: Partial<StoredSettings>): void {
  writeJsonFile(state.settingsFile, { ...readStoredSettings(state), ...change });
}

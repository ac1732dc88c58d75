import { ensureApiKey, ensureFirstAdministrator, newKeyText } from '@raydeck/services';
import { ADMIN_EMAIL } from '../state/admin-email.ts';
import { findSecrets, saveSecrets, type Secrets } from '../state/secrets-file.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { withDatabase } from './with-database.ts';

/** The first administrator, and an API key for the example that `up` prints. Safe to repeat. */
export async function ensureAccounts(appUrl: string, state: StateFolder, secrets: Secrets): Promise<void> {
  const apiKey = secrets.apiKey ?? newKeyText();
  if (apiKey !== secrets.apiKey) saveSecrets(state, { ...secrets, ...findSecrets(state), apiKey });
  await withDatabase(appUrl, async (db) => {
    await ensureFirstAdministrator(db, { email: ADMIN_EMAIL, password: secrets.adminPassword });
    await ensureApiKey(db, { name: 'launcher', text: apiKey });
  });
}

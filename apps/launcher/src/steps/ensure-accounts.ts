import { ensureApiKey, ensureFirstAdministrator, newKeyText } from '@raydeck/services';
import { ADMIN_EMAIL } from '../state/admin-email.ts';
import { findSecrets, saveSecrets, type Secrets } from '../state/secrets-file.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { withDatabase } from './with-database.ts';

/** The first administrator, an API key for people's programs, and one for our own commands. Safe to repeat. */
export async function ensureAccounts(appUrl: string, state: StateFolder, secrets: Secrets): Promise<void> {
  const apiKey = secrets.apiKey ?? newKeyText();
  const adminApiKey = secrets.adminApiKey ?? newKeyText();
  if (apiKey !== secrets.apiKey || adminApiKey !== secrets.adminApiKey) {
    saveSecrets(state, { ...secrets, ...findSecrets(state), apiKey, adminApiKey });
  }
  await withDatabase(appUrl, async (db) => {
    await ensureFirstAdministrator(db, { email: ADMIN_EMAIL, password: secrets.adminPassword });
    await ensureApiKey(db, { name: 'launcher', text: apiKey });
    await ensureApiKey(db, { name: 'launcher-admin', text: adminApiKey, scopes: ['admin'] });
  });
}

import type { Database } from '@raydeck/db';
import { ensureApiKey, ensureFirstAdministrator, newKeyText } from '@raydeck/services';
import { ADMIN_EMAIL } from '../state/admin-email.ts';
import { findSecrets, saveSecrets, type Secrets } from '../state/secrets-file.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { withDatabase } from './with-database.ts';

/** For people's programs, and for our own commands. */
const keys = [
  { field: 'apiKey', name: 'launcher', scopes: undefined },
  { field: 'adminApiKey', name: 'launcher-admin', scopes: ['admin'] },
] as const;

/** The first administrator and the API keys. A key that was revoked is replaced by another. Safe to repeat. */
export async function ensureAccounts(appUrl: string, state: StateFolder, secrets: Secrets): Promise<void> {
  await withDatabase(appUrl, async (db) => {
    await ensureFirstAdministrator(db, { email: ADMIN_EMAIL, password: secrets.adminPassword });
    for (const key of keys) await ensureKey(db, state, secrets, key);
  });
}

/** The text is written before its first use, so that a crash never loses one. */
async function ensureKey(
  db: Database,
  state: StateFolder,
  secrets: Secrets,
  { field, name, scopes }: (typeof keys)[number],
): Promise<void> {
  const present = secrets[field];
  const ensure = (text: string) => ensureApiKey(db, { name, text, ...(scopes && { scopes: [...scopes] }) });
  if (present !== undefined && !(await ensure(present)).isRevoked) return;
  const text = newKeyText();
  saveSecrets(state, { ...secrets, ...findSecrets(state), [field]: text });
  await ensure(text);
}

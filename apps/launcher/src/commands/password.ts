import { MachineError } from '@raydeck/embedded';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { databaseUrlOf } from '../state/database-url.ts';
import { findSecrets, generatePassword, saveSecrets } from '../state/secrets-file.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { ADMIN_EMAIL } from '../state/admin-email.ts';

const PasswordFlags = z.object({ reset: z.boolean().default(false) });

/** `raydeck password`: prints the generated password of the first administrator, or makes a new one. */
export async function password(rawFlags: unknown, env: Env): Promise<void> {
  const { reset } = PasswordFlags.parse(rawFlags);
  const state = openStateFolder(env.stateDir);
  const secrets = findSecrets(state);
  if (secrets === undefined)
    throw new MachineError('There is no administrator yet.', 'Start Raydeck first: ./raydeck up');
  if (!reset) return console.log(secrets.adminPassword);

  const url = databaseUrlOf(state);
  if (url === null) throw new MachineError('The database has not been made yet.', 'Start Raydeck first: ./raydeck up');
  const { setPassword } = await import('@raydeck/services');
  const { withDatabase } = await import('../steps/with-database.ts');
  const adminPassword = generatePassword();
  await withDatabase(url, (db) => setPassword(db, { email: ADMIN_EMAIL, password: adminPassword })).catch(
    (cause: unknown) => {
      throw new MachineError(
        'The password could not be changed: the database does not answer.',
        'Is it up? See ./raydeck status',
        { cause },
      );
    },
  );
  saveSecrets(state, { ...secrets, adminPassword });
  console.log(adminPassword);
}

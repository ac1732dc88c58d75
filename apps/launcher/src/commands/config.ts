import { MachineError } from '@raydeck/embedded';
import { z } from 'zod';
import { readConfig } from '../config/read-config.ts';
import type { Env } from '../env.ts';
import { readDotenv } from '../settings/read-dotenv.ts';
import { findSecrets } from '../state/secrets-file.ts';
import { databaseUrlOf } from '../state/database-url.ts';
import { openStateFolder } from '../state/state-folder.ts';

const ConfigFlags = z.object({ dryRun: z.boolean().default(false), config: z.string().optional() });

/** `raydeck config`: applies the configuration file and prints what changed, or only what would. */
export async function config(rawFlags: unknown, env: Env): Promise<void> {
  const { dryRun, config: given } = ConfigFlags.parse(rawFlags);
  const file = readConfig(given);
  if (file === undefined) {
    throw new MachineError(
      'There is no raydeck.config.json in this folder.',
      'Write one (docs/queues.md), or give --config.',
    );
  }
  const state = openStateFolder(env.stateDir);
  const appUrl = databaseUrlOf(state);
  if (appUrl === null)
    throw new MachineError('The database has not been made yet.', 'Start Raydeck first: ./raydeck up');
  const { applyConfigFile } = await import('../steps/apply-config-file.ts');
  const dotenv = readDotenv();
  const encryptionKeys = dotenv['ENCRYPTION_KEYS'] ?? findSecrets(state)?.encryptionKeys;
  const encryptsPayloads = dotenv['ENCRYPT_PAYLOADS'] !== 'false';
  const changes = await applyConfigFile({ appUrl, file, dryRun, encryptionKeys, encryptsPayloads });
  console.log(changes.length === 0 ? 'Nothing to change.' : changes.join('\n'));
}

import type { Step } from '../output/plan.ts';
import type { ConfigFile } from '../config/read-config.ts';
import { made } from './made.ts';
import type { UpPlanOptions } from './plan-up.ts';

/** After the code, so that the file has the last word, and before a worker could take what it limits. */
export function configStep({ settings, secrets, made: sofar }: UpPlanOptions, file: ConfigFile): Step {
  return {
    title: 'Configuration',
    run: async () => {
      const { applyConfigFile } = await import('../steps/apply-config-file.ts');
      const appUrl = made(sofar.appUrl, 'The database');
      const encryptionKeys = settings.dotenv['ENCRYPTION_KEYS'] ?? secrets.encryptionKeys;
      const encryptsPayloads = settings.dotenv['ENCRYPT_PAYLOADS'] !== 'false';
      const changes = await applyConfigFile({ appUrl, file, dryRun: false, encryptionKeys, encryptsPayloads });
      sofar.configChanges = changes;
      return changes.length === 0 ? 'nothing to change' : `${changes.length} changed, see below`;
    },
  };
}

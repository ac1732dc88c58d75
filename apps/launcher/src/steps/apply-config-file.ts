import { dirname, resolve } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { createNotifier } from '@raydeck/db';
import { zipDirectory } from '@raydeck/ray';
import { applyConfig, EncryptionKeys, type KeyRing, systemPrincipal } from '@raydeck/services';
import { configError, type ConfigFile } from '../config/read-config.ts';
import { withDatabase } from './with-database.ts';

export interface ApplyOptions {
  appUrl: string;
  file: ConfigFile;
  dryRun: boolean;
  /** As in .env, or as `up` made them; needed for secrets of profiles only. */
  encryptionKeys: string | undefined;
  /** ENCRYPT_PAYLOADS; default true. */
  encryptsPayloads?: boolean;
}

/** Makes the installation what the file says; returns a line for each difference. Safe to repeat. */
export async function applyConfigFile({
  appUrl,
  file,
  dryRun,
  encryptionKeys,
  encryptsPayloads = true,
}: ApplyOptions): Promise<string[]> {
  const keyRing = encryptionKeys === undefined ? undefined : parseKeys(encryptionKeys);
  return withDatabase(appUrl, async (db) => {
    const notifier = createNotifier(db);
    const context = { db, principal: systemPrincipal, notifier, emit: () => undefined, keyRing, encryptsPayloads };
    const packageOf = (directory: string) => packFolder(resolve(dirname(file.path), directory));
    const lines = await applyConfig(context, file.config, { dryRun, packageOf }).catch((error: unknown) => {
      throw configError(file.path, error);
    });
    await notifier.flush();
    return lines;
  });
}

/** Paths in the file are the file's own. */
async function packFolder(directory: string) {
  const { hash, content } = await zipDirectory(directory);
  return { hash, content: new Uint8Array(content) };
}

function parseKeys(text: string): KeyRing {
  const keys = EncryptionKeys.safeParse(text);
  if (keys.success) return keys.data;
  throw new MachineError(
    `ENCRYPTION_KEYS in .env ${keys.error.issues[0]?.message ?? 'is not usable'}.`,
    'See .env.example.',
  );
}

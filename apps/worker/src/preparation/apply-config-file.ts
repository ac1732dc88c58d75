import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { RaydeckError } from '@raydeck/core';
import { createDatabase, createNotifier } from '@raydeck/db';
import { zipDirectory } from '@raydeck/ray';
import { applyConfig, systemPrincipal } from '@raydeck/services';
import { parseConfig, type RaydeckConfig } from '@raydeck/services/config-file';
import { type Log, logEvents } from '@raydeck/telemetry';
import type { MigrateEnv } from '../env.ts';

/** Makes the installation what the file of RAYDECK_CONFIG says, if there is one, and logs each difference. */
export async function applyConfigFile(env: MigrateEnv, log: Log): Promise<void> {
  const path = env.RAYDECK_CONFIG;
  if (path === undefined) return;
  const config = await readConfig(path);
  const db = createDatabase({ connectionString: env.DATABASE_URL, applicationName: 'raydeck-migrate', poolSize: 2 });
  try {
    const notifier = createNotifier(db);
    const keys = { keyRing: env.ENCRYPTION_KEYS, encryptsPayloads: env.ENCRYPT_PAYLOADS };
    const context = { db, principal: systemPrincipal, notifier, emit: logEvents(log), ...keys };
    const packageOf = async (directory: string) => packFolder(resolve(dirname(path), directory));
    const changes = await applyConfig(context, config, { dryRun: false, packageOf });
    await notifier.flush();
    log.info({ event: 'migrate.configured', path, changes });
  } catch (error) {
    throw error instanceof RaydeckError ? notApplied(path, error) : error;
  } finally {
    await db.close();
  }
}

async function readConfig(path: string): Promise<RaydeckConfig> {
  try {
    return parseConfig(await readFile(path, 'utf8'));
  } catch (error) {
    throw notApplied(path, error);
  }
}

/** Paths in the file are the file's own. */
async function packFolder(directory: string) {
  const { hash, content } = await zipDirectory(directory);
  return { hash, content: new Uint8Array(content) };
}

function notApplied(path: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`RAYDECK_CONFIG: ${path} cannot be applied: ${reason}`, { cause });
}

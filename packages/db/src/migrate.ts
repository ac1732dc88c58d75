import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { buildIndexes } from './build-indexes.ts';
import { loadSchemaEngine } from './schema-engine.ts';
import { WholeScriptAdapterFactory } from './whole-scripts.ts';

// Named by a file in it: bundlers look for what such a URL names.
const folder = fileURLToPath(new URL('.', new URL('../../../prisma/schema.prisma', import.meta.url)));

/**
 * Applies `prisma/migrations` to the database, and then makes the indexes that need the writers to go on; returns the names applied
 * now. Safe to repeat and to run twice at once.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const applied = await applyMigrations(connectionString);
  await buildIndexes(connectionString);
  return applied;
}

async function applyMigrations(connectionString: string): Promise<string[]> {
  const factory = new WholeScriptAdapterFactory(connectionString);
  const engine = await loadSchemaEngine(
    await readFile(`${folder}schema.prisma`, 'utf8'),
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await readMigrations(),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    throw new Error(`A migration could not be applied: ${String(factory.failure ?? error)}`, { cause: error });
  } finally {
    engine.free();
    await factory.dispose();
  }
}

/** The migration files, oldest first. */
export async function listMigrations(): Promise<string[]> {
  const entries = await readdir(`${folder}migrations`, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.toSorted().map((name) => `${folder}migrations/${name}/migration.sql`);
}

/** The migrations folder in the engine's own shape. */
async function readMigrations() {
  const baseDir = `${folder}migrations`;
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(`${baseDir}/migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all((await listMigrations()).map(readMigration)),
  };
}

async function readMigration(file: string) {
  const content = { tag: 'ok' as const, value: await readFile(file, 'utf8') };
  return { path: basename(dirname(file)), migrationFile: { path: 'migration.sql', content } };
}

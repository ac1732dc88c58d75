import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { loadSchemaEngine } from './schema-engine.ts';
import { WholeScriptAdapterFactory } from './whole-scripts.ts';

const folder = fileURLToPath(new URL('../../../prisma/', import.meta.url));

/** Applies `prisma/migrations` to the database; returns the names applied now. Safe to repeat and to run twice at once. */
export async function migrate(connectionString: string): Promise<string[]> {
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
  }
}

/** The migrations folder in the engine's own shape. */
export async function readMigrations() {
  const baseDir = `${folder}migrations`;
  const names = (await readdir(baseDir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(`${baseDir}/migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.toSorted().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(`${baseDir}/${path}/migration.sql`, 'utf8') },
        },
      })),
    ),
  };
}

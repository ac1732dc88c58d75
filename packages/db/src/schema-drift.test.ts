import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSchemaEngine } from './schema-engine.ts';
import { WholeScriptAdapterFactory } from './whole-scripts.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** Columns of the catalogue in PostgreSQL's one-byte type, which the adapter cannot name. */
const oneByteColumns = ['constraint_type', 'confdeltype', 'confupdtype'];

/**
 * The adapter, able to read what the engine asks of the catalogue. CHECKs are none of Prisma's business and stay out;
 * so do partial indexes, of which the engine itself says nothing.
 */
class DescribingAdapterFactory extends WholeScriptAdapterFactory {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const sql = query.sql
        .replace('constr.contype AS', 'constr.contype::text AS')
        .replace(`NOT IN ('p', 'u', 'f')`, `NOT IN ('p', 'u', 'f', 'c', 'n')`)
        .replace('con.confdeltype,', 'con.confdeltype::text,')
        .replace('con.confupdtype,', 'con.confupdtype::text,');
      const result = await queryRaw({ ...query, sql });
      const columnTypes = result.columnTypes.map((type, at) =>
        oneByteColumns.includes(result.columnNames[at] ?? '') ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

/** The script that would make the database what `prisma/schema.prisma` says. */
async function missingScript(): Promise<string | null> {
  const content = await readFile(fileURLToPath(new URL('../../../prisma/schema.prisma', import.meta.url)), 'utf8');
  const factory = new DescribingAdapterFactory(db.url);
  const engine = await loadSchemaEngine(content, bindMigrationAwareSqlAdapterFactory(factory));
  const files = [{ path: 'schema.prisma', content }];
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout;
  } finally {
    engine.free();
    await factory.dispose();
  }
}

describe('prisma/schema.prisma', () => {
  it('says what the migrations made', async () => {
    expect(await missingScript()).toBe('-- This is an empty migration.\n');
  });

  it.each([
    ['ALTER TABLE raydeck.task ADD COLUMN more text', 'DROP COLUMN "more"'],
    ['ALTER TABLE raydeck.task ALTER COLUMN queue DROP NOT NULL', 'ALTER COLUMN "queue" SET NOT NULL'],
    ['ALTER TABLE raydeck.attempt DROP CONSTRAINT attempt_task_id_fkey', 'ADD CONSTRAINT "attempt_task_id_fkey"'],
  ])('would say otherwise after: %s', async (change, repair) => {
    await db.pool.query(change);
    expect(await missingScript()).toContain(repair);
  });
});

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

type Exports = Record<string, unknown>;

/** The part that is used here: the full types come with the browser's, which this package must not see. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: { exports: Exports } }>;
};

/**
 * Prisma's own migration engine, in its WebAssembly build: the native binary comes from a host that closed networks do
 * not reach. The package is made for bundlers, so the module is put together by hand.
 */
export async function loadSchemaEngine(datamodel: string, factory: object): Promise<SchemaEngine> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = new URL('./schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(fileURLToPath(wasm));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...glue } });
  glue.__wbg_set_wasm(instance.exports);
  startOf(instance.exports)();
  return glue.SchemaEngine.new({ datamodels: [['schema.prisma', datamodel]] }, () => {}, factory);
}

/** The engine exports its start function untyped. */
function startOf(exports: Exports): () => void {
  return exports['__wbindgen_start'] as () => void;
}

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
 * not reach.
 */
export async function loadSchemaEngine(datamodel: string, factory: object): Promise<SchemaEngine> {
  loaded ??= load();
  const glue = await loaded;
  return glue.SchemaEngine.new({ datamodels: [['schema.prisma', datamodel]] }, () => {}, factory);
}

/** The glue holds one instance for the whole process: a second one would work in the first one's memory. */
let loaded: ReturnType<typeof load> | null = null;

/** The package is made for bundlers, so the module is put together by hand. */
async function load() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = new URL('./schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(fileURLToPath(wasm));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...glue } });
  glue.__wbg_set_wasm(instance.exports);
  startOf(instance.exports)();
  return glue;
}

/** The engine exports its start function untyped. */
function startOf(exports: Exports): () => void {
  return exports['__wbindgen_start'] as () => void;
}

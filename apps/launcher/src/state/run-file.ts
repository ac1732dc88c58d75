import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessIdentity } from '@raydeck/embedded';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { PartName, StateFolder } from './state-folder.ts';

/** A part that became ready. `fingerprint` says of what it was made, so that the next `up` sees whether that changed. */
export const Run = ProcessIdentity.extend({ fingerprint: z.string(), startedAt: z.string() });
export type Run = z.infer<typeof Run>;

export function findRun(state: StateFolder, part: PartName): Run | undefined {
  return readJsonFile(runFile(state, part), Run);
}

export function saveRun(state: StateFolder, part: PartName, run: Run): void {
  mkdirSync(state.runDir, { recursive: true, mode: 0o700 });
  writeJsonFile(runFile(state, part), run);
}

export function removeRun(state: StateFolder, part: PartName): void {
  rmSync(runFile(state, part), { force: true });
}

function runFile(state: StateFolder, part: PartName): string {
  return join(state.runDir, `${part}.json`);
}

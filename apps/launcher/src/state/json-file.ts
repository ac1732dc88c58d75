import { readFileSync } from 'node:fs';
import { MachineError, writeFileAtomic } from '@raydeck/embedded';
import type { z } from 'zod';

/** Reads a file of ours; undefined when there is none. */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new MachineError(`${path} is not readable as Raydeck wrote it.`, 'Undo the edit, or remove the file.', {
      cause,
    });
  }
}

/** Writes it whole or not at all, readable only by its user. */
export function writeJsonFile(path: string, value: object): void {
  writeFileAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`, 0o600);
}

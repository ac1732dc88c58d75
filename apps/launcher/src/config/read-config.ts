import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RaydeckError } from '@raydeck/core';
import { MachineError } from '@raydeck/embedded';
import { parseConfig, type RaydeckConfig } from '@raydeck/services/config-file';
import { checkoutDir } from '../checkout.ts';

/** Queues, limits, profiles and schedules as a file says them. */
export interface ConfigFile {
  path: string;
  config: RaydeckConfig;
}

/** The given file, or else the checkout's own raydeck.config.json; undefined when it has none. */
export function readConfig(given: string | undefined): ConfigFile | undefined {
  const path = given === undefined ? join(checkoutDir, 'raydeck.config.json') : resolve(given);
  const text = readText(path, given !== undefined);
  return text === undefined ? undefined : { path, config: parse(path, text) };
}

function readText(path: string, mustExist: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (!mustExist && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new MachineError(`The configuration ${path} cannot be read.`, 'Give --config a file that is there.', {
      cause,
    });
  }
}

function parse(path: string, text: string): RaydeckConfig {
  try {
    return parseConfig(text);
  } catch (cause) {
    throw configError(path, cause);
  }
}

/** What is wrong with the file, in its own terms; anything else stays as it is. */
export function configError(path: string, error: unknown): unknown {
  if (!(error instanceof RaydeckError)) return error;
  return new MachineError(`${path} cannot be applied.\n${error.message}`, 'docs/queues.md says what it may hold.', {
    cause: error,
  });
}

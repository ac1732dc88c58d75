import { RayPorts } from '@raydeck/embedded';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { StateFolder } from './state-folder.ts';

/** Kept so that addresses stay the same from one `up` to the next. */
export const Ports = z.object({
  postgres: z.number().optional(),
  attemptApi: z.number().optional(),
  health: z.number().optional(),
  web: z.number().optional(),
  ray: RayPorts.optional(),
});
export type Ports = z.infer<typeof Ports>;

export function readPorts(state: StateFolder): Ports {
  return readJsonFile(state.portsFile, Ports) ?? {};
}

export function savePorts(state: StateFolder, change: Ports): void {
  writeJsonFile(state.portsFile, { ...readPorts(state), ...change });
}

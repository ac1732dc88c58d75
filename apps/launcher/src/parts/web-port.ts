import { isPortFree, isRunning, MachineError } from '@raydeck/embedded';
import { readPorts, savePorts } from '../state/ports-file.ts';
import { findRun } from '../state/run-file.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { settlePart, stopPart } from './settle-part.ts';
import { settlePort } from './settle-port.ts';

export interface WebPortWish {
  host: string;
  /** Asked for by number: this one or none. */
  port: number | undefined;
}

const PREFERRED_PORT = 3000;

/** Throws when the port that was asked for cannot be had. */
export async function assertWebPort(state: StateFolder, { host, port }: WebPortWish): Promise<void> {
  if (port === undefined || isOurs(state, port) || (await isPortFree(port, host))) return;
  throw new MachineError(
    `Port ${port} on ${host} cannot be opened: another program has it, or this user may not.`,
    'End that program, or choose another one with --port.',
  );
}

export async function chooseWebPort(state: StateFolder, { host, port }: WebPortWish): Promise<number> {
  const run = await settlePart(state, 'web');
  if (port === undefined)
    return settlePort(state, 'web', { isRunning: run !== undefined, preferred: PREFERRED_PORT, host });
  if (!isOurs(state, port)) await stopPart(state, 'web');
  await assertWebPort(state, { host, port });
  savePorts(state, { web: port });
  return port;
}

function isOurs(state: StateFolder, port: number): boolean {
  const run = findRun(state, 'web');
  return run !== undefined && isRunning(run) && readPorts(state).web === port;
}

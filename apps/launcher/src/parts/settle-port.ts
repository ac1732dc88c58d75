import { nextFreePort, takePort } from '@raydeck/embedded';
import { readPorts, savePorts, type Ports } from '../state/ports-file.ts';
import type { StateFolder } from '../state/state-folder.ts';

type PortName = Exclude<keyof Ports, 'ray'>;

export interface PortWish {
  /** The part runs: it has its port already. */
  isRunning: boolean;
  preferred: number;
  host?: string;
}

/** The port of last time if nobody else has taken it meanwhile, else the next free one from the preferred one on. */
export async function settlePort(
  state: StateFolder,
  name: PortName,
  { isRunning, preferred, host }: PortWish,
): Promise<number> {
  const saved = readPorts(state)[name];
  if (saved !== undefined && (isRunning || (await takePort(saved, host)))) return saved;
  const port = await nextFreePort(preferred, host);
  savePorts(state, { [name]: port });
  return port;
}
